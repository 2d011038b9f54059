//! Programs of shapes that the examples lack: each with what is hard about it.

use netpolc::driver::Input;

use crate::support::meant::{Meant, meant};
use crate::support::memory::Memory;

/// What is hard, and the files: the first is the input.
pub(crate) const SHAPES: &[(&str, &[&str])] = &[
    (
        "every way to choose pods and ports",
        &["namespace shop
           network office = 203.0.113.0/24 except 203.0.113.0/26
           isolate [tier!=batch, env]
           allow [app in (web, api), !legacy] -> [tier notin (batch, cron)]:(8000-8999, 53/udp)
           allow ops/*, [team=red]/api -> [env]:(http, 443)
           allow [canary] -> office:(443, 1024-65535/sctp), 2001:db8::/32:443
           allow [!legacy] -> [tier=batch]:(*/udp, metrics)"],
    ),
    (
        "a part of an end is isolated",
        &["namespace shop
           isolate [tier=web] egress
           allow frontend -> ops/db:5432
           allow [tier in (web, api)] -> backend:8080"],
    ),
    (
        "a part of a source is isolated, by the namespace-less home",
        &["isolate [tier=web] egress
           allow frontend -> backend:8080
           allow frontend -> [tier=web]"],
    ),
    (
        "rules to any beside others on the same ports",
        &["namespace shop
           default deny
           allow api -> any:443
           allow api, web -> [app in (db, api)]:443
           allow any -> web:443
           allow [tier=batch] -> any
           allow any -> any:53/udp"],
    ),
    (
        "isolations that overlap, and cover only together",
        &["namespace shop
           isolate [tier=web] ingress
           isolate [tier!=web] ingress
           isolate [env=prod], [!env], [env!=prod] egress
           allow [tier] -> [env]:80
           allow * -> [tier=web]:443"],
    ),
    (
        "facts of a used file",
        &[
            "use \"base.netpol\"
             namespace shop
             isolate api
             allow api -> db:5432
             allow web -> api:8080
             allow [tier=web] -> ops/gate:443:egress",
            "namespace shop
             isolate [tier in (web, api)] ingress
             isolate db
             isolate [env=prod] egress",
        ],
    ),
    (
        "default deny by a used file",
        &[
            "use \"base.netpol\"
             namespace shop, till
             allow web -> db:5432
             allow any -> web:443:ingress",
            "namespace shop
             default deny
             namespace till
             default deny ingress",
        ],
    ),
    (
        "several namespaces in one file",
        &["namespace shop
           workload web = [app=web, tier=front]
           default deny
           allow till/web -> web:8080
           allow web -> till/web:8080
           namespace till
           default deny ingress
           allow shop/[tier=front] -> *:8080
           allow web -> shop/web
           namespace shop, till
           allow * -> dns"],
    ),
    (
        "peers by labels of their namespaces, own ones among them",
        &["namespace shop
           default deny
           allow [team=red]/* -> web:8080
           allow [team=red, kubernetes.io/metadata.name!=shop]/[tier=web] -> api
           allow web -> [team in (red, blue)]/api:443
           allow */* except [team=red]/* -> db:5432
           allow [!team]/[!tier] -> db:metrics"],
    ),
    (
        "what except splits",
        &["namespace shop
           default deny
           allow * except ([tier=web, env=prod], legacy) -> db:5432
           allow 10.0.0.0/8 except (10.1.0.0/16, 10.2.3.0/24) -> web:443
           allow */* except ops/[tier in (batch, cron)] -> api:8080
           allow web -> internet:443
           allow [tier] -> * except db"],
    ),
    (
        "a rule in two directions apart",
        &["namespace shop
           default deny ingress
           allow web -> db:5432:egress, api:8080:ingress, ops/gate
           allow ops/* -> *:metrics
           allow any -> any:9:egress"],
    ),
];

/// A shape as one input, with what it uses.
pub(crate) fn shape(files: &[&str]) -> Meant {
    let mut memory = Memory::default();
    let names = ["shape.netpol", "base.netpol"];
    for (name, text) in names.iter().zip(files) {
        memory.add(*name, text.as_bytes());
    }
    let input: Input = memory.input("shape.netpol");
    let mut all =
        meant(vec![input], &memory).unwrap_or_else(|wrong| panic!("{files:?}: {wrong:?}"));
    all.remove(0)
}
