//! Blocks of addresses (V29, V33).

use ipnet::IpNet;
use k8s_openapi::api::networking::v1::IPBlock;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::fields::Shape;
use crate::k8s::manifest::node::Node;
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::word::shown;
use crate::k8s::{CidrError, cidr};
use crate::source::Span;

const BLOCK: Shape = Shape {
    name: "`ipBlock`",
    fields: &["cidr", "except"],
};

impl Reader {
    /// A block, as it is written.
    pub(super) fn address_block(&mut self, node: &Node) -> IPBlock {
        let mut block = IPBlock::default();
        let Some(fields) = self.fields(node, &BLOCK) else {
            return block;
        };
        let mut network = None;
        match fields.get("cidr") {
            None => self.missing(fields.span(), "`ipBlock` needs a `cidr`"),
            Some(node) => {
                if let Some(text) = self.string(node, "`cidr`") {
                    network = self.network(&text, node.span);
                    block.cidr = text;
                }
            }
        }
        if let Some(list) = fields.get("except") {
            let items = self.list(list, "`except`");
            block.except = items.map(|items| {
                let read = items
                    .iter()
                    .filter_map(|item| self.excepted(item, list, network));
                read.collect()
            });
        }
        block
    }

    fn excepted(&mut self, node: &Node, list: &Node, network: Option<IpNet>) -> Option<String> {
        let text = self.string(node, "an element of `except`")?;
        let span = node.place(list.span);
        let excepted = self.network(&text, span);
        if let (Some(whole), Some(part)) = (network, excepted)
            && (!whole.contains(&part) || whole == part)
        {
            let message = if whole == part {
                format!("`{part}` is all of `{whole}`: nothing is left")
            } else {
                format!("`{part}` is not within `{whole}`")
            };
            self.report(Diagnostic::new(&codes::CONFLICTING_FIELDS, span, message));
        }
        Some(text)
    }

    fn network(&mut self, text: &str, span: Span) -> Option<IpNet> {
        let word = shown(text);
        let error = match cidr(text) {
            Ok(network) if text.contains('/') => return Some(network),
            Ok(network) => {
                let message = format!("`{word}` is an address, and has to be a CIDR");
                let whole = format!("{word}/{}", network.max_prefix_len());
                self.report(
                    Diagnostic::new(&codes::INVALID_CIDR, span, message)
                        .help(format!("write `{whole}` for this address alone")),
                );
                return None;
            }
            Err(error) => error,
        };
        let diagnostic = match &error {
            CidrError::HostBits { network } => {
                let message = format!("`{word}` has bits set behind its prefix");
                Diagnostic::new(&codes::HOST_BITS_IN_CIDR, span, message)
                    .note(format!("the network that holds it is {network}"))
                    .note("Kubernetes before 1.36 takes it for that network")
            }
            CidrError::LeadingZero => {
                let message = format!("`{word}` has a number with leading zeros");
                Diagnostic::new(&codes::LEADING_ZERO, span, message)
                    .help("leave the zeros out: some readers take such numbers for octal ones")
            }
            CidrError::Mapped => {
                let message = format!("`{word}` is an IPv4 address in IPv6 clothing");
                Diagnostic::new(&codes::MAPPED_ADDRESS, span, message).help("write it as IPv4")
            }
            _ => {
                let message = format!("`{word}` is no CIDR: {error}");
                Diagnostic::new(&codes::INVALID_CIDR, span, message)
            }
        };
        self.report(diagnostic);
        None
    }
}
