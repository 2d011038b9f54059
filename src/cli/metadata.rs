//! Labels and annotations from the command line.

use std::collections::BTreeMap;

use clap::Args;

use crate::cli::failure::Failure;
use crate::driver::{Options, Run};
use crate::k8s::{self, MANAGED_BY};

/// How many bytes the API server accepts in all annotations of an object together (V12).
const ANNOTATIONS_LIMIT: usize = 262_144;

/// What the command line adds to every object.
#[derive(Debug, Args)]
pub(super) struct Metadata {
    /// A label for every object; may be repeated
    #[arg(long = "label", value_name = "K=V", value_parser = label)]
    labels: Vec<Pair>,
    /// An annotation for every object; may be repeated
    #[arg(long = "annotation", value_name = "K=V", value_parser = annotation)]
    annotations: Vec<Pair>,
}

impl Metadata {
    /// The options that these make.
    pub(super) fn options(&self) -> Result<Options, Failure> {
        let annotations = without_repeats(&self.annotations, "--annotation")?;
        check_size(&annotations)?;
        Ok(Options {
            labels: without_repeats(&self.labels, "--label")?,
            annotations,
            ..Options::default()
        })
    }

    /// Refuses labels that a file with a prefix gives another value.
    pub(super) fn check_prefixes(&self, run: &Run) -> Result<(), Failure> {
        check_prefixes(&self.labels, run)
    }
}

/// A key with its value.
type Pair = (String, String);

/// Reads a label, `K=V` (V30, V31).
fn label(text: &str) -> Result<Pair, String> {
    let (key, value) = split(text)?;
    k8s::label_key(key).map_err(|error| error.to_string())?;
    k8s::label_value(value).map_err(|error| error.to_string())?;
    if key == MANAGED_BY {
        return Err(format!(
            "`{MANAGED_BY}` is how netpolc marks its own objects"
        ));
    }
    Ok((key.to_owned(), value.to_owned()))
}

/// Reads an annotation, `K=V` (V12).
fn annotation(text: &str) -> Result<Pair, String> {
    let (key, value) = split(text)?;
    k8s::annotation_key(key).map_err(|error| error.to_string())?;
    Ok((key.to_owned(), value.to_owned()))
}

/// Each key once. `flag` is the one that they were given with.
fn without_repeats(pairs: &[Pair], flag: &str) -> Result<Vec<Pair>, Failure> {
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    let mut kept = Vec::new();
    for (key, value) in pairs {
        match values.insert(key, value) {
            None => kept.push((key.clone(), value.clone())),
            Some(other) if other == value => {}
            Some(other) => {
                return Err(Failure::new(format!(
                    "`{flag}` gives `{key}` two values, `{other}` and `{value}`"
                )));
            }
        }
    }
    Ok(kept)
}

/// Refuses annotations that are too much for one object (V12).
fn check_size(annotations: &[Pair]) -> Result<(), Failure> {
    let size: usize = annotations
        .iter()
        .map(|(key, value)| key.len() + value.len())
        .sum();
    if size > ANNOTATIONS_LIMIT {
        return Err(Failure::new(format!(
            "the annotations are {size} bytes, and Kubernetes takes at most {ANNOTATIONS_LIMIT}"
        )));
    }
    Ok(())
}

/// Refuses a label that the `prefix` of a file gives another value: it would be dropped.
fn check_prefixes(labels: &[Pair], run: &Run) -> Result<(), Failure> {
    for unit in &run.units {
        // All objects of a file have the same labels.
        let object = unit.policies.first().map(|policy| &policy.object);
        let Some(written) = object.and_then(|object| object.metadata.labels.as_ref()) else {
            continue;
        };
        for (key, value) in labels {
            if let Some(other) = written.get(key)
                && other != value
            {
                let file = run.sources.name(unit.file);
                let words = format!(
                    "`--label {key}={value}` contradicts `{file}`, whose prefix gives that label \
                     the value `{other}`"
                );
                return Err(Failure::new(words).help("leave out one of the two"));
            }
        }
    }
    Ok(())
}

fn split(text: &str) -> Result<(&str, &str), String> {
    text.split_once('=')
        .ok_or_else(|| "there is no `=` between key and value".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(key: &str, value: &str) -> Pair {
        (key.to_owned(), value.to_owned())
    }

    #[test]
    fn the_first_equals_sign_separates() {
        assert_eq!(label("team=shop").unwrap(), pair("team", "shop"));
        assert_eq!(label("team=").unwrap(), pair("team", ""));
        assert_eq!(annotation("note=a=b c").unwrap(), pair("note", "a=b c"));
    }

    #[test]
    fn bad_ones_are_refused() {
        assert!(label("team").unwrap_err().contains("no `=`"));
        assert!(label("te am=x").is_err());
        assert!(label("team=a b").is_err());
        assert!(annotation("te am=x").is_err());
        assert!(
            label("app.kubernetes.io/managed-by=me")
                .unwrap_err()
                .contains("marks its own")
        );
    }

    #[test]
    fn one_key_has_one_value() {
        let twice = [pair("a", "x"), pair("b", "y"), pair("a", "x")];
        assert_eq!(without_repeats(&twice, "--label").unwrap(), twice[..2]);
        let two = [pair("a", "x"), pair("a", "y")];
        let failure = without_repeats(&two, "--label").unwrap_err();
        assert_eq!(
            failure.message,
            "`--label` gives `a` two values, `x` and `y`"
        );
    }

    #[test]
    fn annotations_have_a_limit() {
        assert!(check_size(&[pair("key", &"x".repeat(ANNOTATIONS_LIMIT - 3))]).is_ok());
        assert!(check_size(&[pair("key", &"x".repeat(ANNOTATIONS_LIMIT - 2))]).is_err());
    }
}
