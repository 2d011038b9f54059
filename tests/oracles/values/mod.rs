//! Values one edit away from a border of Kubernetes' rules: netpolc, in source and in the manifests
//! that it reads, says of each what Kubernetes says.

mod agreement;
mod border;
mod class;
mod deviation;
mod edit;
mod spelling;
mod value;
