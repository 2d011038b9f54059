//! A run as its checks see it: what all files say together, and where to look it up.

pub(super) mod blocked;
pub(super) mod by_pair;
pub(super) mod by_side;
pub(super) mod causes;
pub(super) mod emitted;
pub(super) mod openings;
pub(super) mod part_index;
pub(super) mod points;
pub(super) mod promise;
pub(super) mod statements;
pub(super) mod whole;
