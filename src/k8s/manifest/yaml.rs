//! The values of one YAML document.

use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s::manifest::dialect::{self, Departure};
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::offsets::Offsets;
use crate::k8s::manifest::scalar;
use crate::k8s::manifest::syntax_error::{self, UNINDENTED};
use crate::k8s::manifest::text::Text;
use crate::k8s::manifest::tree::Tree;
use crate::source::{FileId, Span};

/// Hands the one document that `text` holds, which stands at `start` in the file, to a tree; says why
/// where it is so broken that nothing can be said of it.
pub(super) fn feed(
    file: FileId,
    text: &Text<'_>,
    start: usize,
    tree: &mut Tree<'_>,
) -> Result<(), Diagnostic> {
    let reader = Reader {
        file,
        text: text.as_str(),
        written: text,
        start,
        offsets: Offsets::new(text.as_str()),
    };
    reader.read(tree)
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    written: &'t Text<'t>,
    start: usize,
    offsets: Offsets<'t>,
}

impl Reader<'_> {
    fn read(&self, tree: &mut Tree<'_>) -> Result<(), Diagnostic> {
        if let Some((at, message)) = syntax_error::unreadable(self.text) {
            return Err(Diagnostic::new(
                &codes::INVALID_YAML,
                self.span(at, at),
                message,
            ));
        }
        let mut parser = Parser::new_from_str(self.text);
        let mut documents = 0;
        // Whether each open list or map is one with brackets.
        let mut flows: Vec<bool> = Vec::new();
        while let Some(event) = parser.next_event() {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => return Err(self.broken(&error, documents)),
            };
            let (start, end) = (self.byte(span.start), self.byte(span.end));
            let span = self.span(start, end);
            let in_flow = flows.last().is_some_and(|flow| *flow);
            if is_value(&event) && !in_flow {
                self.refuse(dialect::tab(self.text, start))?;
            }
            match event {
                Event::DocumentStart(_) => {
                    if documents > 0 {
                        return Err(left_over(span));
                    }
                    documents += 1;
                }
                Event::Scalar(value, style, anchor, tag) => {
                    if in_flow {
                        let plain = style == ScalarStyle::Plain;
                        let range = self.written(start, end);
                        self.refuse(dialect::in_brackets(self.text, range, plain))?;
                    }
                    let node = self.scalar(&value, style, tag.as_deref(), (start, end))?;
                    tree.scalar(node, anchor);
                }
                Event::SequenceStart(anchor, tag) => {
                    check_tag(tag.as_deref(), "seq", span)?;
                    flows.push(start != end || in_flow);
                    tree.open_list(span, anchor)?;
                }
                Event::MappingStart(anchor, tag) => {
                    check_tag(tag.as_deref(), "map", span)?;
                    flows.push(start != end || in_flow);
                    tree.open_map(span, anchor)?;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    flows.pop();
                    tree.close(span);
                }
                Event::Alias(anchor) => tree.alias(span, anchor)?,
                Event::StreamEnd => break,
                Event::Nothing | Event::StreamStart | Event::DocumentEnd => {}
            }
        }
        Ok(())
    }

    fn scalar(
        &self,
        value: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        (start, end): (usize, usize),
    ) -> Result<Node, Diagnostic> {
        check_tag(tag, "str", self.span(start, end))?;
        let end = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.end_of_block(start, end),
            _ => end,
        };
        let written = self.written(start, end);
        let span = self.span(written.start, written.end);
        let plain = style == ScalarStyle::Plain && tag.is_none();
        if style == ScalarStyle::DoubleQuoted {
            self.refuse(dialect::escape(self.text, start..end))?;
        }
        let kind = if plain {
            scalar::resolve(value)
        } else {
            Kind::String(value.into())
        };
        let bare = plain && !matches!(kind, Kind::String(_));
        Ok(Node {
            span,
            kind,
            bare: bare.then(|| value.into()),
            plain,
        })
    }

    /// Where a scalar itself stands: behind its anchor and tag. One that is not written stands at the
    /// dash of its element, or nowhere.
    fn written(&self, start: usize, end: usize) -> Range<usize> {
        let mut start = start;
        let inner = self.text.get(start..end).unwrap_or_default();
        let mut rest = inner;
        while rest.starts_with(['&', '!']) {
            let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (_, after) = rest.split_at(word);
            rest = after.trim_start();
        }
        start += inner.len() - rest.len();
        if start == end {
            let before = self.text.get(..start).unwrap_or_default().trim_end();
            if before.ends_with('-') {
                return before.len() - 1..before.len();
            }
        }
        start..end
    }

    /// Where the lines of a block scalar end: to the scanner the blanks before what follows are a part of it.
    fn end_of_block(&self, start: usize, end: usize) -> usize {
        let inner = self.text.get(start..end).unwrap_or_default();
        let lines = inner.trim_end_matches(' ');
        if lines.ends_with('\n') {
            start + lines.len()
        } else {
            end
        }
    }

    fn refuse(&self, departure: Option<Departure>) -> Result<(), Diagnostic> {
        let Some(departure) = departure else {
            return Ok(());
        };
        let span = self.span(departure.range.start, departure.range.end);
        let message = format!("broken YAML: {}", departure.message);
        Err(Diagnostic::new(&codes::INVALID_YAML, span, message).help(departure.help))
    }

    fn broken(&self, error: &ScanError, documents: usize) -> Diagnostic {
        let at = self.byte(*error.marker());
        if documents > 0 && self.is_after_end(at) {
            return left_over(self.span(at, at));
        }
        if error.info() == UNINDENTED {
            self.written.stop_at(at);
        }
        let explained = syntax_error::explain(self.text, at, error.info());
        let span = self.span(explained.at, explained.at);
        let diagnostic = Diagnostic::new(&codes::INVALID_YAML, span, explained.message);
        match explained.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// Whether a line `...` before `at` ended the document.
    fn is_after_end(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        before.lines().any(|line| line.trim_end() == "...")
    }

    fn byte(&self, marker: Marker) -> usize {
        self.offsets.byte(marker.index())
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let at = |offset: usize| {
            let origin = self.start + self.written.origin(offset);
            u32::try_from(origin).unwrap_or(u32::MAX)
        };
        Span::new(self.file, at(start), at(end.max(start)))
    }
}

fn left_over(span: Span) -> Diagnostic {
    let message = "broken YAML: kubectl reads nothing behind the end of this document";
    Diagnostic::new(&codes::INVALID_YAML, span, message)
        .help("begin another document with a line `---`")
}

/// Whether the event begins a value.
fn is_value(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_)
    )
}

/// A tag may say what a value is anyway, and that a scalar is a string.
fn check_tag(tag: Option<&Tag>, expected: &str, span: Span) -> Result<(), Diagnostic> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == expected => Ok(()),
        Some(_) => {
            let message = "a tag changes what this value is, and is not read";
            Err(Diagnostic::new(&codes::UNREAD_TAG, span, message)
                .help("leave the tag out, and quote what has to be a string"))
        }
    }
}
