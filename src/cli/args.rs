//! The command line as data.

use clap::{Parser, Subcommand};

use crate::cli::build::Build;
use crate::cli::check::Check;
use crate::cli::color::Color;
use crate::cli::completions::Completions;
use crate::cli::explain::Explain;
use crate::cli::fmt::Fmt;
use crate::cli::init::Init;
use crate::cli::krm;
use crate::cli::lsp::Lsp;
use crate::cli::man::Man;
use crate::cli::post_render::PostRender;
use crate::cli::test::Test;
use crate::cli::why::Why;

const EXAMPLES: &str = "\
Examples:
  netpolc build shop.netpol | kubectl apply -f -
  netpolc build policies/ -o k8s/
  netpolc check
  netpolc fmt
  netpolc why 'frontend -> backend:8080'
  netpolc test
  netpolc init --manifests k8s/

Exit codes: 0 yes, 1 no (errors, stale or unformatted files, blocked, failed expectations), 2 could not do it (usage, unreadable files), 101 a bug";

/// Compile .netpol files, one intention a line, to Kubernetes NetworkPolicy YAML
#[derive(Debug, Parser)]
#[command(name = "netpolc", version, after_help = EXAMPLES)]
#[command(arg_required_else_help = true, subcommand_required = true)]
#[command(disable_help_subcommand = true)]
pub(super) struct Cli {
    /// When to write in colours
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    #[arg(display_order = 100)]
    pub(super) color: Color,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(Build),
    Check(Check),
    Fmt(Fmt),
    Why(Why),
    Test(Test),
    Init(Init),
    PostRender(PostRender),
    /// Run as a KRM function, on the list of objects in standard input
    #[command(after_help = krm::EXAMPLES)]
    Krm,
    Explain(Explain),
    /// Print what every file knows without saying so: `internet`, `dns`
    Prelude,
    Lsp(Lsp),
    Completions(Completions),
    Man(Man),
}
