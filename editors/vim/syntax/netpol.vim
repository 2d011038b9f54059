" Vim syntax file
" Language: netpol, who may talk to whom in a Kubernetes cluster

if exists('b:current_syntax')
  finish
endif

let s:cpo = &cpoptions
set cpoptions&vim

syntax case match
" A statement can be as long as its author likes.
syntax sync fromstart

" A dash that belongs to an arrow belongs to no name.
let s:char = '%([A-Za-z0-9_.]|-+[->]@!)'
let s:edge = s:char .. '@!'
let s:name = '[A-Za-z]' .. s:char .. '*'
let s:key = s:name .. '%(\/' .. s:char .. '+)?'
let s:string = '"%([^"\\]|\\.)*%("|$)'
let s:words = 'use|manifests|namespace|label|prefix|workload|network|service|group|allow|deny|expect|isolate|default'
" A statement ends with its line, unless it goes on; whatever is open, a line that starts with one of these
" words starts the next.
let s:next = 'end=/\v^(\s*%(' .. s:words .. ')' .. s:edge .. ')@=/'
let s:end = 'end=/$/ ' .. s:next

function! s:Statement(group, words, contains) abort
  execute 'syntax region' a:group 'matchgroup=netpolKeyword start=/\v^\s*%(' .. a:words .. ')' .. s:edge .. '/' s:end
        \ 'contains=' .. a:contains
endfunction

function! s:Match(group, pattern, ...) abort
  execute 'syntax match' a:group '/\v' .. a:pattern .. '/ contained' join(a:000)
endfunction

call s:Statement('netpolRule', 'allow|deny', '@netpolPeers')
call s:Statement('netpolExpectation', 'expect%(\s+%(allow|deny)' .. s:edge .. ')?', '@netpolPeers')
call s:Statement('netpolIsolation', 'isolate|default%(\s+deny' .. s:edge .. ')?', '@netpolPeers,netpolDirection')
call s:Statement('netpolDeclaration', 'workload|network|service|group', '@netpolCommon,netpolDeclared,netpolMembers')
call s:Statement('netpolNamespaces', 'namespace', '@netpolCommon,netpolNamespace')
call s:Statement('netpolLabel', 'label', '@netpolCommon,netpolKey')
call s:Statement('netpolPrefix', 'prefix', '@netpolCommon,netpolName')
call s:Statement('netpolPath', 'use|manifests', '@netpolCommon')

" Of several that match at one place the last one wins.
syntax cluster netpolCommon contains=netpolComment,netpolString,netpolComma,netpolContinuation
syntax cluster netpolPeers contains=@netpolCommon,netpolArrow,netpolAddress,netpolBracketed,netpolPorts,netpolPortList,
      \netpolName,netpolAny,netpolWord,netpolPlace,netpolPod,netpolSelector,netpolList

syntax match netpolComment /#.*$/ contains=@Spell
execute 'syntax match netpolString /\v' .. s:string .. '/'
call s:Match('netpolComma', ',')
call s:Match('netpolArrow', '-\>')
call s:Match('netpolContinuation', '%(,|-\>)\s*%(#.*)?\n%(\s*%(#.*)?\n)*', 'contains=netpolComma,netpolArrow,netpolComment')

execute 'syntax region netpolMembers matchgroup=netpolOperator start=/=/' s:end 'contained contains=@netpolPeers'
call s:Match('netpolDeclared', s:name)
call s:Match('netpolNamespace', s:name)

call s:Match('netpolName', s:name)
call s:Match('netpolAny', 'any' .. s:edge .. '|\*')
call s:Match('netpolWord', '%(except|because)' .. s:edge)
call s:Match('netpolDirection', '%(ingress|egress)' .. s:edge .. '\/@!')
call s:Match('netpolPlace', s:name .. '\/@=', 'nextgroup=netpolPod')
call s:Match('netpolPod', '\/', 'nextgroup=netpolName,netpolAll')
call s:Match('netpolAll', '\*')

execute 'syntax region netpolList matchgroup=netpolBracket start=/(/ end=/)/' s:next 'contained contains=@netpolPeers'
execute 'syntax region netpolSelector matchgroup=netpolBracket start=/\[/ end=/\]/' s:next
      \ 'contained contains=@netpolCommon,netpolKey,netpolQuotedKey,netpolCompare,netpolNot,netpolValues'
let s:skip = 'skipwhite skipempty'
call s:Match('netpolKeyComment', '#.*$', 'contains=@Spell nextgroup=netpolSet,netpolKeyComment', s:skip)
call s:Match('netpolValueComment', '#.*$', 'contains=@Spell nextgroup=netpolValue,netpolValueComment', s:skip)
call s:Match('netpolKey', s:key, 'nextgroup=netpolSet,netpolKeyComment', s:skip)
call s:Match('netpolQuotedKey', s:string, 'nextgroup=netpolSet,netpolKeyComment', s:skip)
call s:Match('netpolNot', '!')
call s:Match('netpolCompare', '!\=|\=\=?', 'nextgroup=netpolValue,netpolValueComment', s:skip)
call s:Match('netpolValue', s:char .. '+')
call s:Match('netpolSet', '%(notin|in)' .. s:edge)
execute 'syntax region netpolValues matchgroup=netpolBracket start=/(/ end=/)/' s:next
      \ 'contained contains=@netpolCommon,netpolValue'

let s:port = 'netpolNumber,netpolPort,netpolEveryPort,netpolQuotedPort'
call s:Match('netpolPorts', ':', 'nextgroup=netpolModifier,' .. s:port)
execute 'syntax region netpolPortList matchgroup=netpolBracket start=/:(/ end=/)/' s:next
      \ 'contained contains=netpolComment,netpolComma,netpolContinuation,' .. s:port
call s:Match('netpolNumber', '\d+', 'nextgroup=netpolRange,netpolSlash')
call s:Match('netpolRange', '-\d@=', 'nextgroup=netpolNumber')
call s:Match('netpolPort', s:name, 'nextgroup=netpolSlash')
call s:Match('netpolEveryPort', '\*', 'nextgroup=netpolSlash')
call s:Match('netpolQuotedPort', s:string, 'nextgroup=netpolSlash')
call s:Match('netpolModifier', '%(ingress|egress|service)' .. s:edge .. '\/@!')
call s:Match('netpolSlash', '\/', 'nextgroup=netpolProtocol')
call s:Match('netpolProtocol', s:char .. '+')

call s:Match('netpolAddress', '\d+%(%(\.\d*)+%(\/[0-9A-Za-z.]+)?|\/\d+)' .. s:edge)
call s:Match('netpolAddress', '%([0-9A-Fa-f.]*%(:[0-9A-Fa-f.]+)*::|%([0-9A-Fa-f.]*:){7})[0-9A-Fa-f:.]*%(\/[0-9A-Za-z.]+)?' .. s:edge)
call s:Match('netpolBracketed', '\[[0-9A-Fa-f]*:[0-9A-Za-z:.\/%_-]*\]', 'contains=netpolBracketedAddress,netpolBracket')
call s:Match('netpolBracketedAddress', '[0-9A-Za-z:.\/%_-]+')
call s:Match('netpolBracket', '[][]')

highlight default link netpolComment Comment
highlight default link netpolKeyComment Comment
highlight default link netpolValueComment Comment
highlight default link netpolString String
highlight default link netpolQuotedKey String
highlight default link netpolQuotedPort String
highlight default link netpolKeyword Keyword
highlight default link netpolWord Keyword
highlight default link netpolOperator Operator
highlight default link netpolArrow Operator
highlight default link netpolCompare Operator
highlight default link netpolNot Operator
highlight default link netpolSet Operator
highlight default link netpolRange Operator
highlight default link netpolDirection StorageClass
highlight default link netpolModifier StorageClass
highlight default link netpolAny Constant
highlight default link netpolAll Constant
highlight default link netpolEveryPort Constant
highlight default link netpolName Identifier
highlight default link netpolDeclared Function
highlight default link netpolNamespace Structure
highlight default link netpolPlace Structure
highlight default link netpolKey Label
highlight default link netpolValue Character
highlight default link netpolNumber Number
highlight default link netpolPort Tag
highlight default link netpolProtocol Type
highlight default link netpolAddress Float
highlight default link netpolBracketedAddress Float
highlight default link netpolComma Delimiter
highlight default link netpolBracket Delimiter
highlight default link netpolPorts Delimiter
highlight default link netpolSlash Delimiter
highlight default link netpolPod Delimiter

let b:current_syntax = 'netpol'

let &cpoptions = s:cpo
unlet s:cpo
