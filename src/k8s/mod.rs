//! Kubernetes objects, and the API server's rules for the words in them.
//!
//! The functions here judge one word each and say which rule it breaks; they do not know where the
//! word stands. V-numbers name the API server's validations.

mod annotation_key;
mod cidr;
mod dns_label;
mod dns_subdomain;
pub mod inventory;
mod label_key;
mod label_value;
pub mod manifest;
mod policy;
mod port_name;
mod port_number;
pub mod references;
pub mod resource_list;

pub use annotation_key::annotation_key;
pub use cidr::{CidrError, cidr};
pub use dns_label::{DnsLabelError, dns_label};
pub use dns_subdomain::{DnsSubdomainError, dns_subdomain};
pub use label_key::{LabelKeyError, label_key};
pub use label_value::{LabelValueError, label_value};
pub use policy::{INSTANCE, MANAGED_BY, MANAGER, Policy};
pub use port_name::{PortNameError, port_name};
pub use port_number::{PortNumberError, port_number};
