" Opens $NETPOL_FILES, a file without indentation, as the plugin does, indents it, and writes it to $NETPOL_OUT,
" behind it the settings of the plugin.

set nomore
execute 'set runtimepath^=' .. fnameescape(expand('<sfile>:p:h:h'))
filetype plugin indent on
execute 'edit' fnameescape($NETPOL_FILES)
setlocal shiftwidth=4 expandtab
normal! gg=G
call append('$', [&filetype, &commentstring, &formatprg, &makeprg])
execute 'write!' fnameescape($NETPOL_OUT)
qall!
