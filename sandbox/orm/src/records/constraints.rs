//! What every record must keep: required fields, foreign keys, and the model's own constraints.

use serde_json::Value;

use crate::Fault;
use crate::domain::compile::{Scope, compile};
use crate::domain::{Node, Operator, parse};
use crate::env::Env;
use crate::schema::{ConstraintKind, Field, FieldType, Model};
use crate::store::CellRef;

/// Checks records after a change to the fields at `places` (`None`: all are new), in the order the
/// database would.
pub(crate) fn check(
    env: &Env<'_>,
    model: &Model,
    ids: &[i64],
    places: Option<&[usize]>,
) -> Result<(), Fault> {
    let concerns = |place: &usize| places.is_none_or(|places| places.contains(place));
    let fields: Vec<(&Field, usize)> = model
        .fields
        .iter()
        .enumerate()
        .filter(|(place, _)| concerns(place))
        .filter_map(|(_, field)| Some((field, field.slot()?)))
        .collect();
    // The database's tables begin with their numbers: the first empty column is spoken of.
    let mut required: Vec<&(&Field, usize)> =
        fields.iter().filter(|(field, _)| field.required).collect();
    required
        .sort_by_key(|(field, _)| !matches!(field.kind, FieldType::Many2one | FieldType::Integer));
    for (field, slot) in required {
        if ids
            .iter()
            .any(|id| env.table(model).cell(*id, *slot).is_null())
        {
            return Err(Fault::not_null(env.flavour, model, field));
        }
    }
    let own = |database: bool| {
        model.constraints.iter().filter(move |constraint| {
            matches!(
                constraint.kind,
                ConstraintKind::Unique(_) | ConstraintKind::Check(_)
            ) == database
        })
    };
    for constraint in own(true) {
        let kept = match &constraint.kind {
            ConstraintKind::Unique(fields) => is_unique(env, model, ids, fields),
            ConstraintKind::Check(domain) => holds(env, model, ids, domain)?,
            _ => true,
        };
        if !kept {
            return Err(Fault::constraint(&constraint.message));
        }
    }
    for (field, slot) in fields
        .iter()
        .filter(|(field, _)| field.kind == FieldType::Many2one)
    {
        let Some(other) = field.comodel() else {
            continue;
        };
        let points_nowhere = |id: &i64| {
            env.table(model)
                .cell(*id, *slot)
                .int()
                .is_some_and(|target| env.data.table(other).row(target).is_none())
        };
        if ids.iter().any(points_nowhere) {
            return Err(Fault::foreign_key(env.flavour, model, field));
        }
    }
    for constraint in own(false) {
        let kept = match &constraint.kind {
            ConstraintKind::Validate(domain) => holds(env, model, ids, domain)?,
            ConstraintKind::NoRecursion(field) => is_no_circle(env, model, ids, field),
            _ => true,
        };
        if !kept {
            // Where whole paths are stored, a circle is found when they are worked out.
            let stores_paths = model.field("parent_path").is_some();
            return Err(match constraint.kind {
                ConstraintKind::NoRecursion(_) if stores_paths => {
                    Fault::user("Recursion Detected.")
                }
                _ => Fault::validation(constraint.message.clone()),
            });
        }
    }
    Ok(())
}

/// Tells whether a domain holds for records; like a database's check, what is missing breaks no
/// comparison.
fn holds(env: &Env<'_>, model: &Model, ids: &[i64], domain: &Value) -> Result<bool, Fault> {
    let node = forgiving(parse(env.flavour, domain)?);
    let filter = compile(env, model, &node, Scope::SERVER)?;
    let table = env.table(model);
    Ok(ids.iter().all(|id| {
        table
            .row(*id)
            .is_none_or(|row| filter.passes(env, model, row, *id))
    }))
}

fn forgiving(node: Node) -> Node {
    match node {
        Node::And(nodes) => Node::And(nodes.into_iter().map(forgiving).collect()),
        Node::Or(nodes) => Node::Or(nodes.into_iter().map(forgiving).collect()),
        Node::Leaf(leaf) if leaf.operator.is_inequality() => {
            let missing = Node::leaf(&leaf.field, Operator::Equal, false);
            Node::or([Node::Leaf(leaf), missing])
        }
        other => other,
    }
}

fn is_unique(env: &Env<'_>, model: &Model, ids: &[i64], fields: &[String]) -> bool {
    let slots: Vec<usize> = fields
        .iter()
        .filter_map(|name| model.field(name)?.slot())
        .collect();
    let Some(first) = slots.first() else {
        return true;
    };
    let table = env.table(model);
    ids.iter().all(|id| {
        let cells: Vec<CellRef<'_>> = slots.iter().map(|slot| table.cell(*id, *slot)).collect();
        if cells.iter().any(|cell| cell.is_null()) {
            return true;
        }
        let same = |other: &i64| {
            other != id
                && slots
                    .iter()
                    .zip(&cells)
                    .all(|(slot, cell)| table.cell(*other, *slot) == *cell)
        };
        match table.with_value(*first, cells[0]) {
            Some(others) => !others.iter().any(same),
            None => !table.ids().any(|other| same(&other)),
        }
    })
}

fn is_no_circle(env: &Env<'_>, model: &Model, ids: &[i64], field: &str) -> bool {
    let Some(slot) = model.field(field).and_then(Field::slot) else {
        return true;
    };
    let table = env.table(model);
    ids.iter().all(|id| {
        let mut at = table.cell(*id, slot).int();
        let mut steps = 0;
        while let Some(parent) = at {
            steps += 1;
            if parent == *id || steps > table.rows() {
                return false;
            }
            at = table.cell(parent, slot).int();
        }
        true
    })
}
