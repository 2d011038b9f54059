//! The formats of objects.

use crate::driver::Unit;
use crate::emit;
use crate::parallel;

/// A format of objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(in crate::cli) enum Format {
    /// One document an object, with the source over each rule
    Yaml,
    /// One list of all objects
    Json,
}

impl Format {
    pub(super) const ALL: [Self; 2] = [Self::Yaml, Self::Json];

    /// The extension of its files.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Yaml => "yaml",
            Self::Json => "json",
        }
    }

    /// Whether netpolc generated a file of this format that holds `content`.
    pub(super) fn is_generated(self, content: &[u8]) -> bool {
        match self {
            Self::Yaml => emit::generated_from(&String::from_utf8_lossy(content)).is_some(),
            Self::Json => emit::is_generated_list(content),
        }
    }

    /// The objects of several files as one text.
    pub(in crate::cli) fn render<'u>(self, units: impl IntoIterator<Item = &'u Unit>) -> String {
        match self {
            Self::Yaml => {
                let units: Vec<&Unit> = units.into_iter().collect();
                let texts = parallel::map_each(&units, |unit| {
                    let mut text = String::new();
                    emit::yaml(&unit.title, &unit.policies, &mut text);
                    text
                });
                match <[String; 1]>::try_from(texts) {
                    Ok([text]) => text,
                    Err(texts) => texts.concat(),
                }
            }
            Self::Json => {
                let policies: Vec<_> = units.into_iter().flat_map(|unit| &unit.policies).collect();
                emit::json(policies)
            }
        }
    }
}
