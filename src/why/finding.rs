//! All that there is to say about a question.

use std::collections::BTreeMap;

use crate::sets::Direction;
use crate::why::explanation::Explanation;
use crate::why::place::Place;

/// An answer with everything that is shown of it: for [`transcript`](crate::why::transcript) and
/// [`json`](crate::why::json), which know neither files nor objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The question, in the words of who asked.
    pub question: String,
    /// Whether it was asked of objects, and not of statements.
    pub of_objects: bool,
    /// Why it is so.
    pub explanation: Explanation,
    /// What stands at every place that the explanation, or a promise, names.
    pub cited: BTreeMap<Place, Cited>,
    /// The promises that what is blocked stays so.
    pub promises: Vec<Place>,
    /// What would let through what is blocked; all of it together.
    pub changes: Vec<Change>,
    /// What Kubernetes leaves open about these connections.
    pub notes: Vec<String>,
}

/// What decides, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What stands there.
    pub what: What,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A statement in canonical spelling, with its reason.
    Statement(String),
    /// An object, or a rule of it.
    Object {
        /// Its namespace, where it has one.
        namespace: Option<String>,
        /// Its name.
        name: String,
        /// The rule: its direction, and its place among those of it, from 1.
        rule: Option<(Direction, u32)>,
        /// What it does: `selects backend`, `from frontend on 8080`.
        says: String,
    },
}

/// Something to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where to.
    pub into: Site,
    /// The statement, or the YAML.
    pub text: String,
    /// Whether it isolates pods that nothing isolates so far.
    pub isolates: Option<Direction>,
}

/// Where something is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// A file, in the section of a namespace where it has several.
    File {
        /// The file.
        file: String,
        /// The namespace, where it matters.
        namespace: Option<String>,
    },
    /// The rules of an object.
    Rules {
        /// The object.
        object: Cited,
        /// Which of its rules.
        direction: Direction,
    },
    /// The cluster: it is an object of its own.
    Cluster,
}
