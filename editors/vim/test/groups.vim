" Prints the syntax group of each byte of the files in $NETPOL_FILES (one a line) to $NETPOL_OUT: for each
" file a line of JSON, a list of groups for each of its lines.

set nomore
execute 'set runtimepath^=' .. fnameescape(expand('<sfile>:p:h:h'))
filetype plugin on
syntax on

let s:out = []
for s:file in split($NETPOL_FILES, "\n")
  execute 'edit' fnameescape(s:file)
  let s:lines = []
  for s:line in range(1, line('$'))
    call add(s:lines, map(range(1, len(getline(s:line))), 'synIDattr(synID(s:line, v:val, 1), "name")'))
  endfor
  call add(s:out, json_encode(s:lines))
endfor
call writefile(s:out, $NETPOL_OUT)
qall!
