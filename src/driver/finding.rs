//! From an answer to all that is shown of it, where the inputs are files of the language.

use std::collections::{BTreeMap, BTreeSet};

use crate::driver::verified::spelling;
use crate::model::Model;
use crate::source::{Sources, Span};
use crate::why::{
    Addition, Answer, Change, Cited, Explanation, Finding, Owner, Place, Site, What, additions,
    notes, promises,
};

/// What there is to say of a question that was asked in `words`.
pub(super) fn finding(
    answer: &Answer,
    words: &str,
    question: &Model,
    owners: &[Owner<'_>],
    sources: &Sources,
) -> Finding {
    let models: Vec<&Model> = owners.iter().map(|owner| owner.model).collect();
    let explanation = Explanation::of(answer, spelling(question, &models));
    let promises = promises(answer, owners);
    let named = explanation.places().chain(promises.iter().copied());
    let cited = cited(named, &models, sources);
    let changes = additions(answer, question, owners, words);
    let changes = changes.into_iter().map(|one| change(one, owners, sources));
    Finding {
        question: words.to_owned(),
        of_objects: false,
        cited,
        promises,
        changes: changes.collect(),
        notes: notes(answer, &explanation),
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
