//! `netpolc krm`: a function for kustomize and its like.

use crate::cli::console::Console;
use crate::cli::failure::Failure;
use crate::cli::file_loader::FileLoader;
use crate::cli::manifests::standard_input;
use crate::cli::message_format::MessageFormat;
use crate::cli::passing::hand_on;
use crate::cli::verdict::Verdict;
use crate::driver::function;

pub(super) const EXAMPLES: &str = "\
Its configuration is a ConfigMap: each key that ends in .netpol is a file, and `namespace` is that of files \
that declare none. The items of the list are the manifests that names are held against.

Example, for the `transformers` of a kustomization:
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: netpolc
    annotations:
      config.kubernetes.io/function: |
        exec: {path: netpolc, args: [krm]}
  data:
    shop.netpol: |
      allow frontend -> backend:8080

Exit codes: 0 built, 1 errors (which are among the results, too), 2 could not do it";

/// Runs as the function.
pub(super) fn run(console: Console) -> Result<Verdict, Failure> {
    let passed = function(standard_input(&FileLoader::new())?);
    hand_on(&passed, false, MessageFormat::Text, console)
}
