//! Shapes that are hard to prove right.

use netpolc::verify::prove;

use crate::verify::shapes::{SHAPES, shape};

#[test]
fn objects_of_every_shape_are_proved() {
    for (what, files) in SHAPES {
        let meant = shape(files);
        assert!(!meant.objects.is_empty(), "{what}: nothing is written");
        let difference = prove(&meant.model, &meant.objects).difference;
        assert_eq!(difference, Ok(None), "{what}");
    }
}
