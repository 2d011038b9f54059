//! From an answer to all that is shown of it, where the inputs are files of the language.

use std::collections::{BTreeMap, BTreeSet};

use crate::driver::besides::Besides;
use crate::driver::object_finding::cited_objects;
use crate::driver::verified::spelling;
use crate::model::Model;
use crate::source::{Sources, Span};
use crate::why::{
    Addition, Answer, Change, Cited, Explanation, Finding, Owner, Place, Site, What, additions,
    notes, promises,
};
use crate::workloads::Workloads;

/// Who asks a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asker<'a> {
    /// Its words.
    pub(super) words: &'a str,
    /// What it means.
    pub(super) model: &'a Model,
    /// The workloads that it may name.
    pub(super) workloads: Option<&'a Workloads>,
}

/// What there is to say of a question about files, `besides` whose objects there may be others.
pub(super) fn finding(
    answer: &Answer,
    asker: Asker<'_>,
    owners: &[Owner<'_>],
    besides: &Besides,
    sources: &Sources,
) -> Finding {
    let Asker {
        words,
        model,
        workloads,
    } = asker;
    let models: Vec<&Model> = owners.iter().map(|owner| owner.model).collect();
    let spelling = spelling(model, &models, workloads);
    let explanation = Explanation::of(answer, spelling);
    let promises = promises(answer, owners);
    let named = explanation.places().chain(promises.iter().copied());
    let mut cited = cited(named, &models, sources);
    let objects = cited_objects(
        &explanation,
        &besides.policies,
        &besides.gates,
        spelling,
        sources,
    );
    cited.extend(objects);
    let changes = additions(answer, model, owners, words);
    let changes = changes.into_iter().map(|one| change(one, owners, sources));
    let owned = models.iter().flat_map(|model| &model.namespaces);
    let owned: BTreeSet<&str> = owned.map(|own| own.key().as_str()).collect();
    let mut notes = notes(answer, &explanation);
    notes.extend(besides.notes(explanation.places(), &owned, sources));
    Finding {
        question: words.to_owned(),
        of_objects: false,
        cited,
        promises,
        changes: changes.collect(),
        notes,
        explanation,
    }
}

/// What stands at these places.
fn cited(
    places: impl Iterator<Item = Place>,
    models: &[&Model],
    sources: &Sources,
) -> BTreeMap<Place, Cited> {
    let wanted = places.filter_map(|place| match place {
        Place::Statement(span) => Some(span),
        Place::Object { .. } => None,
    });
    let wanted: BTreeSet<Span> = wanted.collect();
    let origins = models.iter().flat_map(|model| &model.statements);
    let origins = origins.filter(|origin| wanted.contains(&origin.span));
    let cited = origins.map(|origin| {
        let cited = Cited {
            file: sources.name(origin.span.file).to_owned(),
            line: line(sources, origin.span),
            what: What::Statement(origin.text.to_string()),
        };
        (Place::Statement(origin.span), cited)
    });
    cited.collect()
}

/// The line that something starts on, from 1.
pub(super) fn line(sources: &Sources, span: Span) -> usize {
    let source = sources.get(span.file);
    source.map_or(1, |source| source.position(span.start).line)
}

fn change(addition: Addition, owners: &[Owner<'_>], sources: &Sources) -> Change {
    let owner = owners.iter().find(|owner| owner.file == addition.file);
    let has_several = owner.is_some_and(|owner| owner.model.namespaces.len() > 1);
    let namespace = addition.namespace.name().filter(|_| has_several);
    Change {
        into: Site::File {
            file: sources.name(addition.file).to_owned(),
            namespace: namespace.map(ToOwned::to_owned),
        },
        text: addition.statement,
        isolates: addition.isolates,
    }
}
