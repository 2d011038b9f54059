//! The values that are tried: the same ones in every run.

use std::collections::BTreeSet;

use crate::oracles::values::border::borders;
use crate::oracles::values::class::{Class, Place};
use crate::oracles::values::deviation::is_no_block;
use crate::oracles::values::edit::edited;
use crate::oracles::values::spelling::{is_spellable, quoted, spelt};
use crate::properties::random::Random;

/// How many of each class.
const OF_A_CLASS: usize = 445;

/// How many of those may be no block, where they are to be one: most edits of an address break it.
const MOST_BROKEN: usize = OF_A_CLASS * 3 / 5;

/// A value, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) class: Class,
    /// Of the places of the class.
    pub(crate) place: usize,
    pub(crate) text: String,
}

/// A program with a value in it.
pub(crate) struct Program {
    pub(crate) text: String,
    /// Where the value starts.
    pub(crate) at: usize,
}

/// All values, none twice at one place.
pub(crate) fn values() -> Vec<Value> {
    Class::ALL.into_iter().zip(1..).flat_map(of_class).collect()
}

fn of_class((class, seed): (Class, u64)) -> Vec<Value> {
    let mut random = Random::new(seed);
    let mut seen = BTreeSet::new();
    let mut values = Vec::new();
    let mut broken = 0;
    for _ in 0..OF_A_CLASS * 100 {
        let place = random.below(class.places().len());
        let border = random.pick(&borders(class, place));
        let text = edited(&border, alphabet(class, place), &mut random);
        if text == border || !is_spellable(class, place, &text) {
            continue;
        }
        let value = Value { class, place, text };
        let is_broken = is_no_block(&value);
        let is_wanted = values.len() < OF_A_CLASS && !(is_broken && broken == MOST_BROKEN);
        if is_wanted && seen.insert(value.text.clone()) {
            broken += usize::from(is_broken);
            values.push(value);
        }
    }
    assert_eq!(values.len(), OF_A_CLASS, "of {}", class.name());
    values
}

/// What edits put into values: what the rules tell apart.
fn alphabet(class: Class, place: usize) -> &'static str {
    match class {
        Class::LabelKey => "aaaaabZZ0011-_./: é\u{212a}\"\\#",
        Class::LabelValue => "aaaaZZ0011--__..//: +é\u{212a}\"\\#,",
        Class::Namespace => "aaab001--Z._/ é\u{212a}\"",
        Class::PortName => "aaab0011--Z._/ é\u{212a}",
        Class::Number | Class::Range => "0123456789",
        _ if class.is_ipv6(place) => "00123489abcdf:::./F%g",
        _ => "0011223456789./a",
    }
}

impl Value {
    /// The program that has it in its place.
    pub(crate) fn program(&self) -> Program {
        let (before, after) = self.form().program.split_once('@').unwrap();
        let (word, inner) = spelt(self);
        Program {
            text: format!("{before}{word}{after}"),
            at: before.len() + inner,
        }
    }

    /// An object that has it in its place, as YAML.
    pub(crate) fn manifest(&self) -> String {
        self.manifest_with(&self.text)
    }

    /// The same object with another text in its place.
    pub(crate) fn manifest_with(&self, text: &str) -> String {
        let word = match self.class {
            Class::Number => text.to_owned(),
            Class::Range => text.replacen('-', ", endPort: ", 1),
            _ => quoted(text),
        };
        let metadata = match self.class {
            Class::Namespace => format!("{{name: a, namespace: {word}}}"),
            _ => "{name: a}".to_owned(),
        };
        let spec = self.form().spec.replacen('@', &word, 1);
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {metadata}\nspec: {spec}\n"
        )
    }

    fn form(&self) -> &'static Place {
        &self.class.places()[self.place]
    }
}
