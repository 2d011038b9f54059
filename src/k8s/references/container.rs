//! A container, and what it is told.

use smol_str::SmolStr;

use crate::k8s::manifest::Node;
use crate::k8s::references::{Text, Variable, fields};

/// What a container is told when it starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Container {
    /// Its environment variables, in their order.
    pub env: Vec<Variable>,
    /// The ConfigMaps that are variables as a whole, in their order.
    pub env_from: Vec<EnvFrom>,
    /// What it runs, before `$(VAR)` in it is replaced.
    pub command: Vec<Text>,
    /// The arguments of that.
    pub args: Vec<Text>,
    /// The volumes that it sees.
    pub mounts: Vec<Mount>,
}

/// A ConfigMap of which each key is a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvFrom {
    /// The ConfigMap's name.
    pub config_map: SmolStr,
    /// What is put before the keys.
    pub prefix: SmolStr,
}

/// A volume that a container sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The volume's name.
    pub volume: SmolStr,
    /// The path in the volume that is seen alone; empty for all of it.
    pub sub_path: SmolStr,
}

impl Container {
    pub(super) fn read(node: &Node) -> Self {
        let env = fields::list(node, "env").iter();
        let env_from = fields::list(node, "envFrom").iter();
        let mounts = fields::list(node, "volumeMounts").iter();
        Self {
            env: env.filter_map(Variable::read).collect(),
            env_from: env_from.filter_map(EnvFrom::read).collect(),
            command: fields::texts(node, "command"),
            args: fields::texts(node, "args"),
            mounts: mounts.filter_map(Mount::read).collect(),
        }
    }
}

impl EnvFrom {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            config_map: fields::word(node.get("configMapRef")?, "name")?,
            prefix: fields::word(node, "prefix").unwrap_or_default(),
        })
    }
}

impl Mount {
    fn read(node: &Node) -> Option<Self> {
        Some(Self {
            volume: fields::word(node, "name")?,
            sub_path: fields::word(node, "subPath").unwrap_or_default(),
        })
    }
}
