//! The `metadata` of a policy (V7..V15).

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

use crate::diagnostics::{Diagnostic, codes};
use crate::k8s;
use crate::k8s::manifest::fields::{Fields, Shape};
use crate::k8s::manifest::node::{Kind, Node};
use crate::k8s::manifest::reader::Reader;
use crate::k8s::manifest::word::texts;
use crate::source::Span;

/// With what the server adds to objects in a cluster.
const METADATA: Shape = Shape {
    name: "`metadata`",
    fields: &[
        "name",
        "namespace",
        "labels",
        "annotations",
        "generateName",
        "creationTimestamp",
        "deletionGracePeriodSeconds",
        "deletionTimestamp",
        "finalizers",
        "generation",
        "managedFields",
        "ownerReferences",
        "resourceVersion",
        "selfLink",
        "uid",
    ],
};

const OWNER: Shape = Shape {
    name: "an owner",
    fields: &[
        "apiVersion",
        "kind",
        "name",
        "uid",
        "controller",
        "blockOwnerDeletion",
    ],
};

/// Bytes of all keys and values of the annotations together (V12).
const LARGEST_ANNOTATIONS: usize = 262_144;

impl Reader {
    /// The metadata with the place of the name. `object` is where to point for what is absent.
    pub(super) fn metadata(
        &mut self,
        node: Option<&Node>,
        object: Span,
    ) -> Option<(ObjectMeta, Span)> {
        let Some(node) = node else {
            self.missing(object, "a policy needs `metadata` with a `name`");
            return None;
        };
        let fields = self.fields(node, &METADATA)?;
        let mut metadata = ObjectMeta::default();
        let mut place = object;
        if let Some(node) = fields.get("name") {
            place = node.span;
            metadata.name = self.string(node, "`name`");
            self.name(metadata.name.as_deref(), node.span);
        }
        if let Some(node) = fields.get("generateName") {
            metadata.generate_name = self.filled(node, "`generateName`");
            // The server puts letters behind it, so it may end with a dash (V8).
            let masked = metadata.generate_name.as_deref().map(|name| {
                let stem = name.strip_suffix('-').map(|stem| format!("{stem}a"));
                stem.unwrap_or_else(|| name.to_owned())
            });
            self.name(masked.as_deref(), node.span);
        }
        if fields.get("name").is_none() && metadata.generate_name.is_none() {
            self.missing(node.span, "a policy needs a `name`");
        }
        if let Some(node) = fields.get("namespace") {
            metadata.namespace = self.filled(node, "`namespace`");
            if let Some(name) = &metadata.namespace
                && let Err(error) = k8s::dns_label(name)
            {
                let name = name.clone();
                let what = "can be no namespace";
                self.ill(&codes::INVALID_NAMESPACE, node.span, &name, what, &error);
            }
        }
        if let Some(node) = fields.get("labels") {
            metadata.labels = self.labels(node, "`labels`");
        }
        if let Some(node) = fields.get("annotations")
            && let Some(strings) = self.strings(node, "`annotations`")
        {
            for (key, (_, entry)) in &strings {
                if let Err(error) = k8s::annotation_key(key) {
                    let what = "is no key of an annotation";
                    self.ill(&codes::INVALID_LABEL_KEY, entry.key.span, key, what, &error);
                }
            }
            let annotations = texts(strings);
            let sizes = annotations
                .iter()
                .map(|(key, value)| key.len() + value.len());
            if sizes.sum::<usize>() > LARGEST_ANNOTATIONS {
                let message = format!("`annotations` has more than {LARGEST_ANNOTATIONS} bytes");
                self.report(Diagnostic::new(
                    &codes::CONFLICTING_FIELDS,
                    node.span,
                    message,
                ));
            }
            metadata.annotations = Some(annotations);
        }
        self.rest(&fields);
        Some((metadata, place))
    }

    /// A string; the empty one is as good as absent to the server.
    fn filled(&mut self, node: &Node, what: &str) -> Option<String> {
        self.string(node, what).filter(|text| !text.is_empty())
    }

    fn name(&mut self, name: Option<&str>, span: Span) {
        if let Some(name) = name
            && let Err(error) = k8s::dns_subdomain(name)
        {
            let what = "cannot be the name of an object";
            self.ill(&codes::INVALID_OBJECT_NAME, span, name, what, &error);
        }
    }

    /// What says nothing of the policy, but is refused where it is wrong.
    fn rest(&mut self, fields: &Fields<'_>) {
        let texts = [
            "creationTimestamp",
            "deletionTimestamp",
            "resourceVersion",
            "selfLink",
            "uid",
        ];
        for name in texts {
            if let Some(node) = fields.get(name) {
                self.string(node, &format!("`{name}`"));
            }
        }
        for name in ["generation", "deletionGracePeriodSeconds"] {
            let Some(node) = fields.get(name) else {
                continue;
            };
            let number = match node.kind {
                Kind::Number(number) => number.integer(),
                _ => None,
            };
            if number.is_none_or(|number| number < 0) {
                let wanted = "a whole number from 0 on";
                self.wrong_type::<()>(node, &format!("`{name}`"), wanted);
            }
        }
        if let Some(node) = fields.get("managedFields") {
            self.list(node, "`managedFields`");
        }
        if let Some(node) = fields.get("finalizers") {
            self.finalizers(node);
        }
        if let Some(node) = fields.get("ownerReferences") {
            self.owners(node);
        }
    }

    fn finalizers(&mut self, list: &Node) {
        let items = self.list(list, "`finalizers`").unwrap_or_default();
        let names: Vec<String> = items
            .iter()
            .filter_map(|item| {
                let name = self.string(item, "a finalizer")?;
                if let Err(reason) = k8s::label_key(&name) {
                    let what = "is no name of a finalizer";
                    self.ill(&codes::INVALID_LABEL_KEY, item.span, &name, what, &reason);
                }
                Some(name)
            })
            .collect();
        let has = |name: &str| names.iter().any(|one| one == name);
        if has("orphan") && has("foregroundDeletion") {
            let message = "the finalizers `orphan` and `foregroundDeletion` exclude each other";
            let code = &codes::CONFLICTING_FIELDS;
            self.report(Diagnostic::new(code, list.span, message));
        }
    }

    fn owners(&mut self, list: &Node) {
        let items = self.list(list, "`ownerReferences`").unwrap_or_default();
        let mut controllers = 0;
        for item in items {
            let Some(fields) = self.fields(item, &OWNER) else {
                continue;
            };
            for name in ["apiVersion", "kind", "name", "uid"] {
                let value = fields.get(name);
                let text = value.and_then(|node| self.string(node, &format!("`{name}`")));
                if value.is_none() || text.is_some_and(|text| text.is_empty()) {
                    let place = item.place(list.span);
                    self.missing(place, format!("an owner needs its `{name}`"));
                }
            }
            let controller = fields.get("controller").map(|node| &node.kind);
            controllers += usize::from(controller == Some(&Kind::Bool(true)));
        }
        if controllers > 1 {
            let message = "an object has at most one owner that is its controller";
            let code = &codes::CONFLICTING_FIELDS;
            self.report(Diagnostic::new(code, list.span, message));
        }
    }
}
