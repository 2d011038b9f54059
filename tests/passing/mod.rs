//! Commands that hand objects on: all that came in comes out, with what `build` makes of the same text.

mod corpus;
mod function;
mod helm;
mod kustomize;
mod objects;
mod spelt;
mod stream;

use crate::support::Ran;

/// What a command wrote, which had nothing to say.
#[track_caller]
fn quiet(ran: Ran) -> String {
    assert_eq!(
        (ran.status, ran.stderr.as_str()),
        (Some(0), ""),
        "{}",
        ran.stdout
    );
    ran.stdout
}

/// A program for [`APPLICATION`].
const PROGRAM: &str = "\
namespace shop
default deny
allow * -> dns
allow frontend -> backend:8080 because \"orders\"
allow backend -> db:5432
";

/// Three workloads.
const APPLICATION: &str = "\
# Source: shop/templates/frontend.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: frontend   # what people see
  namespace: shop
spec:
  selector: {matchLabels: {app: frontend}}
  template:
    metadata: {labels: {app: frontend}}
    spec:
      containers:
        - name: web
          image: web:1
          env:
            - name: MOTD
              value: |-
                --- #
                 text
            - name: 'on'
              value: \"1e3\"
---
# Source: shop/templates/backend.yaml
apiVersion: v1
kind: Pod
metadata: {name: backend, namespace: shop, labels: {app: backend}}
spec: {containers: [{name: app, image: app, ports: [{containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: db, image: db, ports: [{containerPort: 5432}]}]}
";
