autocmd BufNewFile,BufRead *.netpol setfiletype netpol
