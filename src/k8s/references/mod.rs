//! Reading what pods are told: environment variables, arguments, and the ConfigMaps behind them.
//!
//! A [`Reader`] takes the texts that an [inventory](crate::k8s::inventory) is read from, and gives
//! [`References`] with the places where everything stands. It judges nothing: what is of a wrong type is
//! passed over, and what is broken is the inventory's to report. Secrets are never looked at. Nothing here
//! reads files.

mod backend;
mod config_map;
mod container;
mod fields;
mod reader;
mod referrer;
mod text;
mod variable;
mod volume;

pub use backend::{Backend, BackendPort};
pub use config_map::ConfigMap;
pub use container::{Container, EnvFrom, Mount};
pub use reader::Reader;
pub use referrer::Referrer;
pub use text::Text;
pub use variable::{Variable, VariableValue};
pub use volume::{Item, Projection, Volume};

/// What manifests tell pods, each kind in the order of the texts.
#[derive(Clone, Debug, Default)]
pub struct References {
    /// The objects that have pods.
    pub referrers: Vec<Referrer>,
    /// The ConfigMaps.
    pub config_maps: Vec<ConfigMap>,
    /// The Services that Ingresses lead to.
    pub backends: Vec<Backend>,
}
