" Vim filetype plugin
" Language: netpol, who may talk to whom in a Kubernetes cluster

if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=b:# commentstring=#\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal formatprg=netpolc\ fmt\ -
setlocal makeprg=netpolc\ check\ --format\ short\ %:S
setlocal errorformat=%f:%l:%c:\ %trror[%m,%f:%l:%c:\ %tarning[%m,%f:%l:%c:\ %tote[%m,%-G%.%#
setlocal suffixesadd=.netpol
setlocal iskeyword=@,48-57,_,-,.

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< formatprg< makeprg< errorformat<'
      \ .. ' suffixesadd< iskeyword<'
