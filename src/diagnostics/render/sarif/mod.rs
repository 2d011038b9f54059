//! SARIF 2.1.0, the format of code scanning: one run, with the rules that it names.
//!
//! It quotes no line of a file: a place may be private. What fixes insert is all the text in it.

mod finding;
mod fingerprint;
mod log;
mod rule;
mod uri;

use std::collections::BTreeMap;
use std::io::{Result, Write};

use crate::diagnostics::Code;
use crate::diagnostics::render::placement::Placements;
use crate::diagnostics::render::report::Report;
use crate::diagnostics::render::sarif::finding::Findings;
use crate::diagnostics::render::sarif::log::{Driver, Log, Tool};
use crate::diagnostics::render::sarif::rule::rule;

/// Writes one document, with one result for each diagnostic in their order, and each code that they have
/// as a rule. Columns count characters, and the last one is that behind the place.
///
/// # Errors
/// Those of `out`.
pub fn sarif(report: &Report<'_>, placements: &Placements, out: &mut dyn Write) -> Result<()> {
    let rules = Rules::of(report);
    let tool = Tool {
        driver: Driver {
            name: env!("CARGO_PKG_NAME"),
            semantic_version: env!("CARGO_PKG_VERSION"),
            rules: rules.codes.iter().map(|code| rule(code)).collect(),
        },
    };
    let mut findings = Findings::new(report, placements, &rules);
    let results = report.diagnostics.iter().map(|one| findings.result(one));
    let log = Log::new(tool, results.collect());
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// The codes of a report, in the order of their numbers.
struct Rules {
    codes: Vec<&'static Code>,
    indices: BTreeMap<&'static str, usize>,
}

impl Rules {
    fn of(report: &Report<'_>) -> Self {
        let codes = report.diagnostics.iter().map(|one| (one.code.id, one.code));
        let codes: BTreeMap<&str, &Code> = codes.collect();
        Self {
            indices: codes.keys().copied().zip(0..).collect(),
            codes: codes.into_values().collect(),
        }
    }

    fn index(&self, code: &Code) -> usize {
        self.indices.get(code.id).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::render::placement::Placement;
    use crate::diagnostics::{Diagnostic, codes};
    use crate::source::{Sources, Span};

    fn shown(sources: &Sources, placements: Vec<Placement>, found: &[Diagnostic]) -> String {
        let report = Report {
            sources,
            diagnostics: found,
            deny_warnings: false,
        };
        let mut out = Vec::new();
        sarif(&report, &Placements::new(placements), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_is_a_run_without_results() {
        let text = shown(&Sources::default(), Vec::new(), &[]);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            text,
            format!(
                r#"{{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {{
      "tool": {{
        "driver": {{
          "name": "netpolc",
          "semanticVersion": "{version}",
          "rules": []
        }}
      }},
      "invocations": [
        {{
          "executionSuccessful": true
        }}
      ],
      "originalUriBaseIds": {{
        "%SRCROOT%": {{
          "description": {{
            "text": "the root of the repository"
          }}
        }}
      }},
      "columnKind": "unicodeCodePoints",
      "results": []
    }}
  ]
}}
"#
            )
        );
    }

    const RESULTS: &str = r#"[
        {
          "ruleId": "E0201",
          "ruleIndex": 0,
          "level": "error",
          "message": {
            "text": "no `[x]\\(y)`\n\nsee: [not here](1)\nnote: a fact\nhelp: declare it\nfix: write `b`"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "k8s/a%20b.netpol",
                  "uriBaseId": "%SRCROOT%"
                },
                "region": {
                  "startLine": 1,
                  "startColumn": 6,
                  "endLine": 1,
                  "endColumn": 9
                }
              },
              "message": {
                "text": "here"
              }
            }
          ],
          "relatedLocations": [
            {
              "id": 1,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "file:///x/base.netpol"
                },
                "region": {
                  "startLine": 1,
                  "startColumn": 1,
                  "endLine": 1,
                  "endColumn": 1
                }
              },
              "message": {
                "text": "not here"
              }
            },
            {
              "id": 2,
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "file:///x/base.netpol"
                },
                "region": {
                  "startLine": 1,
                  "startColumn": 1,
                  "endLine": 1,
                  "endColumn": 1
                }
              }
            }
          ],
          "partialFingerprints": {
            "netpolc/v1": "d409622ecb7828e8:1"
          },
          "fixes": [
            {
              "description": {
                "text": "write `b`"
              },
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "k8s/a%20b.netpol",
                    "uriBaseId": "%SRCROOT%"
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "startLine": 1,
                        "startColumn": 6,
                        "endLine": 1,
                        "endColumn": 9
                      },
                      "insertedContent": {
                        "text": "b\r\n"
                      }
                    }
                  ]
                }
              ]
            }
          ]
        }
      ]
    }
  ]
}
"#;

    #[test]
    fn every_field_in_its_place() {
        let mut sources = Sources::default();
        let shop = sources.add("a b.netpol", "é -> \"x\"\r\nb");
        let base = sources.add("/x/base.netpol", "");
        let found = [
            Diagnostic::new(&codes::UNKNOWN_NAME, Span::new(shop, 6, 9), "no `[x](y)`")
                .label("here")
                .also(Span::new(base, 0, 0), "not here")
                .also(Span::new(base, 0, 0), "")
                .note("a fact")
                .help("declare it")
                .fix("write `b`", Span::new(shop, 6, 9), "b\n"),
        ];
        let placements = vec![
            Placement::Below("k8s/a b.netpol".to_owned()),
            Placement::Elsewhere("/x/base.netpol".to_owned()),
        ];
        let text = shown(&sources, placements, &found);
        let (_, results) = text.split_once("\"results\": ").unwrap();
        assert_eq!(results, RESULTS);
    }
}
