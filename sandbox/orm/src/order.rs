//! The order of search results.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::domain::filter::compare;
use crate::domain::part::Part;
use crate::domain::refusal::field_part;
use crate::env::Env;
use crate::schema::{Field, FieldType, Model, Operation, Source};
use crate::store::{Cell, CellRef};
use crate::{Fault, Flavour, access};

/// How deep an order leads through many2one fields.
const DEEPEST: u32 = 8;

/// An order, read and checked against its model.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    terms: Vec<Term>,
}

#[derive(Clone, Copy, Debug)]
struct Term {
    field: usize,
    /// The part of the date that is sorted by, if not the whole.
    part: Option<Part>,
    descending: bool,
    nulls_first: Option<bool>,
}

/// What a record is sorted by in one term.
enum Key<'a> {
    Borrowed(CellRef<'a>),
    Owned(Cell),
}

impl Key<'_> {
    fn get(&self) -> CellRef<'_> {
        match self {
            Self::Borrowed(cell) => *cell,
            Self::Owned(cell) => cell.as_ref(),
        }
    }
}

fn invalid(order: &str) -> Fault {
    Fault::user(format!(
        "Invalid \"order\" specified ({order}). A valid \"order\" specification is a comma-separated list of valid field names \
         (optionally followed by asc/desc for the direction)"
    ))
}

fn is_sortable(field: &Field) -> bool {
    match &field.source {
        Source::Id => true,
        // Files lie outside the table.
        Source::Slot(_) => field.kind != FieldType::Binary,
        Source::Related(_) => !field.kind.is_x2many() && field.kind != FieldType::Binary,
        Source::Compute(_) => field.store,
        Source::One2many { .. } | Source::Many2many { .. } => false,
    }
}

/// Reads the part of a field that is sorted by: from 19 on those of dates.
fn part_of(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
    name: &str,
    part: &str,
) -> Result<Part, Fault> {
    match env.flavour {
        Flavour::V17 => Err(Fault::value(format!(
            "Order a property ('{part}') on a non-properties field ('{}')",
            field.name
        ))),
        Flavour::V18 => Err(Fault::value(format!(
            "Invalid field '{name}' on model '{}'",
            model.name
        ))),
        _ => Part::from_name(part)
            .filter(|_| matches!(field.kind, FieldType::Date | FieldType::Datetime))
            .ok_or_else(|| field_part(model, field, part)),
    }
}

/// Tells, of a many2one, whether the order of the model it leads to begins going down: what leads
/// nowhere then comes first.
fn leads_down(env: &Env<'_>, field: &Field) -> Option<bool> {
    if field.kind != FieldType::Many2one {
        return None;
    }
    let order = &env.registry.at(field.comodel()?).order;
    let first = order.split(',').next()?;
    Some(
        first
            .split_whitespace()
            .any(|word| word.eq_ignore_ascii_case("desc")),
    )
}

impl Order {
    /// Reads an order such as `name desc, id`; `None` or nothing is the model's own.
    ///
    /// # Errors
    /// It is malformed, or names a field that is not there or cannot be sorted by.
    pub(crate) fn parse(env: &Env<'_>, model: &Model, order: Option<&str>) -> Result<Self, Fault> {
        let order = order
            .filter(|order| !order.is_empty())
            .unwrap_or(&model.order);
        let mut terms: Vec<Term> = Vec::new();
        for part in order.split(',') {
            let mut words = part.split_whitespace();
            let name = words.next().ok_or_else(|| match env.flavour {
                Flavour::V17 => Fault::new("builtins.IndexError", "list index out of range"),
                _ => invalid(order),
            })?;
            let rest: Vec<String> = words.map(str::to_lowercase).collect();
            let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
            let (descending, nulls) = match rest.as_slice() {
                [] => (false, None),
                ["asc"] => (false, None),
                ["desc"] => (true, None),
                ["nulls", nulls @ ("first" | "last")] => (false, Some(*nulls == "first")),
                ["asc", "nulls", nulls @ ("first" | "last")] => (false, Some(*nulls == "first")),
                ["desc", "nulls", nulls @ ("first" | "last")] => (true, Some(*nulls == "first")),
                _ => return Err(invalid(order)),
            };
            if !name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':'))
            {
                return Err(invalid(order));
            }
            let head = name.split(['.', ':']).next().unwrap_or(name);
            let Some(place) = model.by_name.get(head).copied() else {
                return Err(Fault::value(format!(
                    "Invalid field '{name}' on model '{}'",
                    model.name
                )));
            };
            let field = &model.fields[place];
            let part = match name.split_once('.') {
                Some((_, part)) if field.kind != FieldType::Properties => {
                    Some(part_of(env, model, field, name, part)?)
                }
                _ => None,
            };
            if !is_sortable(field) {
                // 17 passes over what it cannot sort by.
                if env.flavour == Flavour::V17 {
                    continue;
                }
                return Err(Fault::value(format!(
                    "Cannot convert {}.{name} to SQL because it is not stored",
                    model.name
                )));
            }
            access::check_field(env, model, field, Operation::Read)?;
            if terms.iter().any(|term| term.field == place) {
                continue;
            }
            let first = nulls.or_else(|| Some(leads_down(env, field)? != descending));
            terms.push(Term {
                field: place,
                part,
                descending,
                nulls_first: first,
            });
        }
        Ok(Self { terms })
    }

    /// Tells whether this is the order of ids, and whether from the greatest.
    pub(crate) fn by_id(&self) -> Option<bool> {
        self.terms
            .first()
            .filter(|term| term.field == 0)
            .map(|term| term.descending)
    }

    /// Tells whether the first term goes down, so that what is missing comes first.
    pub(crate) fn begins_descending(&self) -> bool {
        self.terms
            .first()
            .is_some_and(|term| term.nulls_first.unwrap_or(term.descending))
    }

    /// Sorts ids; only the first `end` need be in place afterwards.
    ///
    /// # Errors
    /// The order leads through too many models.
    pub(crate) fn sort(
        &self,
        env: &Env<'_>,
        model: &Model,
        ids: &mut Vec<i64>,
        end: usize,
    ) -> Result<(), Fault> {
        self.sort_to_depth(env, model, ids, end, 0)
    }

    fn sort_to_depth(
        &self,
        env: &Env<'_>,
        model: &Model,
        ids: &mut Vec<i64>,
        end: usize,
        depth: u32,
    ) -> Result<(), Fault> {
        let mut ranks: Vec<Option<HashMap<i64, i64>>> = Vec::with_capacity(self.terms.len());
        for term in &self.terms {
            ranks.push(self.ranks(env, model, *term, ids, depth)?);
        }
        let mut keyed: Vec<(Vec<Key<'_>>, i64)> = ids
            .iter()
            .map(|id| (self.keys(env, model, &ranks, *id), *id))
            .collect();
        let order = |left: &(Vec<Key<'_>>, i64), right: &(Vec<Key<'_>>, i64)| {
            self.terms
                .iter()
                .zip(left.0.iter().zip(&right.0))
                .map(|(term, (left, right))| term.compare(left.get(), right.get()))
                .find(|order| order.is_ne())
                .unwrap_or_else(|| left.1.cmp(&right.1))
        };
        if end < keyed.len() / 4 && end > 0 {
            keyed.select_nth_unstable_by(end - 1, order);
            keyed.truncate(end);
        }
        keyed.sort_unstable_by(order);
        *ids = keyed.into_iter().map(|(_, id)| id).collect();
        Ok(())
    }

    /// For a many2one: the place of each record it leads to, in that model's own order.
    fn ranks(
        &self,
        env: &Env<'_>,
        model: &Model,
        term: Term,
        ids: &[i64],
        depth: u32,
    ) -> Result<Option<HashMap<i64, i64>>, Fault> {
        let field = &model.fields[term.field];
        if field.kind != FieldType::Many2one {
            return Ok(None);
        }
        let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
            return Ok(None);
        };
        let mut targets: Vec<i64> = ids
            .iter()
            .filter_map(|id| match env.cell(model, field, *id) {
                Cell::Int(target) => Some(target),
                _ => None,
            })
            .collect();
        targets.sort_unstable();
        targets.dedup();
        if depth < DEEPEST {
            let all = targets.len();
            Self::parse(env, other, None)?.sort_to_depth(
                env,
                other,
                &mut targets,
                all,
                depth + 1,
            )?;
        }
        Ok(Some(targets.into_iter().zip(0..).collect()))
    }

    fn keys<'s>(
        &self,
        env: &'s Env<'_>,
        model: &Model,
        ranks: &[Option<HashMap<i64, i64>>],
        id: i64,
    ) -> Vec<Key<'s>> {
        let key = |(term, ranks): (&Term, &Option<HashMap<i64, i64>>)| {
            let field = &model.fields[term.field];
            if let Some(part) = term.part {
                return Key::Owned(match env.cell(model, field, id) {
                    Cell::Int(value) => Cell::Int(part.of(field.kind, value)),
                    _ => Cell::Null,
                });
            }
            if let Some(ranks) = ranks {
                return Key::Owned(match env.cell(model, field, id) {
                    Cell::Int(target) => ranks.get(&target).copied().into(),
                    _ => Cell::Null,
                });
            }
            match (field.slot(), field.kind) {
                (Some(slot), FieldType::Boolean) => Key::Owned(Cell::Bool(
                    env.table(model).cell(id, slot) == CellRef::Bool(true),
                )),
                (Some(slot), _) if !field.translate || env.context.translation().is_none() => {
                    Key::Borrowed(env.table(model).cell(id, slot))
                }
                _ => Key::Owned(env.cell(model, field, id)),
            }
        };
        self.terms.iter().zip(ranks).map(key).collect()
    }
}

impl Term {
    fn compare(self, left: CellRef<'_>, right: CellRef<'_>) -> Ordering {
        let order = match (left.is_null(), right.is_null()) {
            (true, true) => return Ordering::Equal,
            // Like the database: missing values last going up, first going down.
            (null, other) if null || other => {
                let first = self.nulls_first.unwrap_or(self.descending);
                return if null == first {
                    Ordering::Less
                } else {
                    Ordering::Greater
                };
            }
            _ => compare(left, right).unwrap_or(Ordering::Equal),
        };
        if self.descending {
            order.reverse()
        } else {
            order
        }
    }
}
