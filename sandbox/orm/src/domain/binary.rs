//! Conditions on binary fields from 20.0 on: whether there is a content, its size, its file's name.

use super::compile::{Scope, compile, free, on_field};
use super::filter::{Filter, Part, Test};
use super::{Leaf, Node, Operator};
use crate::env::Env;
use crate::schema::{Field, Model};
use crate::{Fault, python};

/// Refuses what cannot be asked of a content.
///
/// # Errors
/// `ValueError`, for all but `=` and `!=` with a false value.
pub(super) fn check(model: &Model, field: &Field, leaf: &Leaf) -> Result<(), Fault> {
    let asked = matches!(leaf.operator, Operator::Equal | Operator::NotEqual);
    if asked && !python::truthy(&leaf.value) {
        return Ok(());
    }
    Err(Fault::value(format!(
        "Binary field {}.{} is searched by = False and != False only: {} {}",
        model.name,
        field.name,
        leaf.operator.name(),
        python::repr(&leaf.value)
    )))
}

/// Resolves the paths `field.size` and `field.filename`; `None` for every other.
pub(super) fn part(
    env: &Env<'_>,
    model: &Model,
    place: usize,
    path: &str,
    leaf: &Leaf,
) -> Option<Result<Filter, Fault>> {
    let part = match path {
        "size" => Part::Size,
        // An attachment's file has the attachment's name.
        "filename" if model.name == "ir.attachment" => {
            let by_name = Node::Leaf(Leaf {
                field: "name".to_owned(),
                ..leaf.clone()
            });
            return Some(compile(env, model, &by_name, Scope::SERVER));
        }
        "filename" => Part::Filename,
        _ => return None,
    };
    let field = &model.fields[place];
    let on = |test| on_field(env, field, place, Test::OfFile(part, Box::new(test)));
    Some(free(leaf, on))
}
