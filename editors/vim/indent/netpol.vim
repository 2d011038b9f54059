" Vim indent file
" Language: netpol, who may talk to whom in a Kubernetes cluster

if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal autoindent indentexpr=NetpolIndent(v:lnum) indentkeys=!^F,o,O,0),0],<:>
let b:undo_indent = 'setlocal autoindent< indentexpr< indentkeys<'

if exists('*NetpolIndent')
  finish
endif

" The text of a line without its strings and its comment.
function! s:Bare(number) abort
  return substitute(substitute(getline(a:number), '"\%([^"\\]\|\\.\)*\%("\|$\)', 'x', 'g'), '\s*#.*$', '', '')
endfunction

" What stands in brackets, or goes on after a comma or an arrow, is one step in.
function! NetpolIndent(number) abort
  let l:before = prevnonblank(a:number - 1)
  while l:before > 0 && getline(l:before) =~# '^\s*#'
    let l:before = prevnonblank(l:before - 1)
  endwhile
  if l:before == 0
    return 0
  endif
  let l:text = s:Bare(l:before)
  let l:step = shiftwidth()
  let l:own = indent(l:before)
  if getline(a:number) =~# '^\s*[])]'
    return l:text =~# '[[(]$' ? l:own : max([l:own - l:step, 0])
  endif
  if l:text =~# '[[(]$'
    return l:own + l:step
  endif
  if l:text =~# '\%(,\|->\)$'
    return l:own == 0 ? l:step : l:own
  endif
  return l:own > 0 && s:Open(l:before) ? l:own : 0
endfunction

" Whether a bracket is open behind a line, in the statement that it belongs to.
function! s:Open(number) abort
  let l:depth = 0
  let l:line = a:number
  while l:line > 0
    let l:text = s:Bare(l:line)
    let l:depth += count(l:text, '[') + count(l:text, '(') - count(l:text, ']') - count(l:text, ')')
    if indent(l:line) == 0
      break
    endif
    let l:line -= 1
  endwhile
  return l:depth > 0
endfunction
