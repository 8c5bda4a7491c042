//! Grouping records: what `read_group` and its successors have in common.

mod aggregate;
mod period;

pub(crate) use aggregate::Aggregate;
pub(crate) use period::Period;

use std::cmp::Ordering;
use std::collections::HashMap;

use serde_json::{Value, json};

use crate::domain::filter::{compare, property_cell};
use crate::domain::part::Part;
use crate::env::Env;
use crate::order::Order;
use crate::schema::{Field, FieldType, Model, Operation, Source};
use crate::store::Cell;
use crate::zone::Zone;
use crate::{Fault, Flavour, access, moment};

/// A dotted name leads through no more records than this.
const DEEPEST: usize = 8;

/// One field to group by, dates by period.
#[derive(Clone, Debug)]
pub(crate) struct GroupBy<'m> {
    /// As the caller wrote it: `stage_id`, `create_date:month`, `parent_id.country_id`.
    pub(crate) text: String,
    /// The same without the period.
    pub(crate) name: String,
    /// The many2one fields that lead to the field.
    through: Vec<&'m Field>,
    pub(crate) field: &'m Field,
    /// The name of a property, where the field has properties.
    property: Option<String>,
    pub(crate) period: Option<Period>,
    /// Whose days and hours the periods of moments are.
    zone: Zone,
    /// The part of the date, where it is grouped by one.
    part: Option<Part>,
}

impl<'a> GroupBy<'a> {
    /// Reads `field` or `field:period`; a dotted name is a property or, where `paths` are taken,
    /// leads through many2one fields.
    ///
    /// # Errors
    /// The field does not exist or cannot be grouped by, or the period is none.
    pub(crate) fn parse(
        env: &Env<'a>,
        model: &'a Model,
        text: &str,
        paths: bool,
    ) -> Result<Self, Fault> {
        let quoted = |text: &str| crate::python::repr(&text.into());
        let (name, period) = match text.split_once(':') {
            Some((name, period)) => (name, Some(period)),
            None => (text, None),
        };
        let invalid = |model: &Model, name: &str| {
            Fault::value(format!(
                "Invalid field {} on model {}",
                quoted(name),
                quoted(&model.name)
            ))
        };
        let (mut model, mut rest) = (model, Some(name));
        let mut through = Vec::new();
        let (field, property) = loop {
            let (part, further) = match rest {
                Some(name) => name
                    .split_once('.')
                    .map_or((name, None), |(part, further)| (part, Some(further))),
                None => return Err(invalid(model, name)),
            };
            let field = model.field(part).ok_or_else(|| invalid(model, part))?;
            access::check_field(env, model, field, Operation::Read)?;
            match (field.kind, further) {
                (FieldType::Properties, property) => break (field, property),
                (_, None) => break (field, None),
                (_, Some(further)) if !paths => {
                    return Err(Fault::value(format!(
                        "Property name {} has to be used on a property field.",
                        quoted(further)
                    )));
                }
                (FieldType::Many2one, Some(_)) if through.len() < DEEPEST => {
                    through.push(field);
                    model = field
                        .comodel()
                        .map(|other| env.registry.at(other))
                        .ok_or_else(|| invalid(model, name))?;
                    rest = further;
                }
                _ => {
                    return Err(Fault::value(format!(
                        "Only many2one path is accepted for the {} groupby spec",
                        quoted(text)
                    )));
                }
            }
        };
        let dated = matches!(field.kind, FieldType::Date | FieldType::Datetime);
        let mut part = None;
        let period = match period {
            Some(_) if !dated => {
                return Err(Fault::value(format!(
                    "Granularity set on a no-datetime field or property: {}",
                    quoted(text)
                )));
            }
            Some(period) => match Period::from_name(period) {
                Some(period) => Some(period),
                None => {
                    part = Part::from_name(period).filter(|_| env.flavour >= Flavour::V18);
                    if part.is_none() {
                        return Err(Fault::value(format!(
                            "Granularity specification isn't correct: {}",
                            quoted(period)
                        )));
                    }
                    None
                }
            },
            None => dated.then_some(Period::Month),
        };
        if property.is_none() {
            check_column(env, model, field)?;
        }
        Ok(Self {
            text: text.to_owned(),
            name: name.to_owned(),
            through,
            field,
            property: property.map(str::to_owned),
            period,
            zone: Zone::of_call(env, false),
            part,
        })
    }

    /// What a record is grouped under: one key, or one for each record of a many2many.
    fn keys(&self, env: &Env<'a>, model: &'a Model, id: i64) -> Vec<Cell> {
        let (mut model, mut id) = (model, id);
        for way in &self.through {
            match (env.cell(model, way, id), way.comodel()) {
                (Cell::Int(next), Some(other)) => (model, id) = (env.registry.at(other), next),
                _ => return vec![Cell::Null],
            }
        }
        if self.field.kind.is_x2many() {
            let ids = env.linked(model, self.field, id);
            return if ids.is_empty() {
                vec![Cell::Null]
            } else {
                ids.into_iter().map(Cell::Int).collect()
            };
        }
        let cell = env.cell(model, self.field, id);
        if let Some(property) = &self.property {
            return property_keys(&cell, property);
        }
        if let (Some(part), Cell::Int(value)) = (self.part, &cell) {
            let number = part.of(self.field.kind, *value);
            // The database's `date_part` gives numbers with a point, which 18 takes off.
            return vec![match env.flavour {
                Flavour::V17 | Flavour::V18 => Cell::Int(number),
                _ => Cell::Float(number as f64),
            }];
        }
        vec![match (self.period, cell, self.field.kind) {
            (Some(period), Cell::Int(day), FieldType::Date) => {
                Cell::Int(period.start(moment::seconds(day, 0)))
            }
            (Some(period), Cell::Int(second), _) => {
                Cell::Int(period.start(self.zone.clock(second)))
            }
            (_, Cell::Bool(false) | Cell::Null, FieldType::Boolean) => Cell::Bool(false),
            (_, cell, _) => cell,
        }]
    }

    /// Writes the bound of a period as the field's own values are written.
    pub(crate) fn bound(&self, second: i64) -> String {
        match self.field.kind {
            FieldType::Date => moment::date_text(moment::day_of(second).0),
            _ => moment::datetime_text(self.zone.moment(second)),
        }
    }

    /// The domain that finds a group's records.
    pub(crate) fn domain(&self, key: &Cell) -> Value {
        let name = self.name.as_str();
        match (self.period, self.part, key) {
            (Some(period), _, Cell::Int(start)) => json!([
                "&",
                [name, ">=", self.bound(*start)],
                [name, "<", self.bound(period.end(*start))]
            ]),
            (_, Some(part), _) => {
                let name = format!("{name}.{}", part.name());
                json!([[name, "=", crate::records::read::plain(key.as_ref())]])
            }
            _ => json!([[name, "=", crate::records::read::plain(key.as_ref())]]),
        }
    }
}

/// Refuses a field that is no column, in the words of each series.
pub(crate) fn check_column(env: &Env<'_>, model: &Model, field: &Field) -> Result<(), Fault> {
    let is_column = match &field.source {
        Source::Id | Source::Slot(_) | Source::Many2many { .. } => true,
        Source::Compute(_) => field.store,
        Source::Related(path) => {
            let inherited = model
                .inherits
                .iter()
                .any(|(_, through)| Some(through) == path.first());
            field.store || inherited || env.flavour >= Flavour::V18
        }
        Source::One2many { .. } if env.flavour == Flavour::V17 => {
            return Err(Fault::new(
                "psycopg2.errors.UndefinedColumn",
                format!("column {}.{} does not exist\n", model.table(), field.name),
            ));
        }
        Source::One2many { .. } => false,
    };
    if is_column {
        return Ok(());
    }
    Err(Fault::value(match env.flavour {
        Flavour::V17 => format!("Cannot convert field {}.{} to SQL", model.name, field.name),
        _ => format!(
            "Cannot convert {}.{} to SQL because it is not stored",
            model.name, field.name
        ),
    }))
}

/// The values of a property, each a key: tags and records may be several.
fn property_keys(properties: &Cell, name: &str) -> Vec<Cell> {
    let value = match properties {
        Cell::Json(values) => values.get(name).unwrap_or(&Value::Null),
        _ => &Value::Null,
    };
    match value {
        Value::Array(items) if !items.is_empty() => items.iter().map(property_cell).collect(),
        Value::Array(_) => vec![Cell::Null],
        value => vec![property_cell(value)],
    }
}

/// One group: its keys, in the order of the fields grouped by, and its records.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) keys: Vec<Cell>,
    pub(crate) ids: Vec<i64>,
}

/// Groups records; groups come in the order of their keys, a many2one's in its model's order,
/// missing keys last.
///
/// # Errors
/// An order is wrong.
pub(crate) fn group<'a>(
    env: &Env<'a>,
    model: &'a Model,
    ids: Vec<i64>,
    by: &[GroupBy<'a>],
) -> Result<Vec<Group>, Fault> {
    let mut groups: Vec<Group> = vec![Group {
        keys: Vec::new(),
        ids,
    }];
    for by in by {
        let mut finer = Vec::new();
        for group in groups {
            let mut parts: Vec<Group> = Vec::new();
            let mut places: HashMap<String, usize> = HashMap::new();
            for id in group.ids {
                for key in by.keys(env, model, id) {
                    let place = *places.entry(format!("{key:?}")).or_insert_with(|| {
                        let keys = group.keys.iter().cloned().chain([key]).collect();
                        parts.push(Group {
                            keys,
                            ids: Vec::new(),
                        });
                        parts.len() - 1
                    });
                    parts[place].ids.push(id);
                }
            }
            sort(env, by, &mut parts)?;
            finer.extend(parts);
        }
        groups = finer;
    }
    Ok(groups)
}

fn sort(env: &Env<'_>, by: &GroupBy<'_>, groups: &mut [Group]) -> Result<(), Fault> {
    let last = |group: &Group| group.keys.last().cloned().unwrap_or(Cell::Null);
    let keys: Vec<Cell> = groups.iter().map(last).collect();
    let ranks = ranks(env, by, &keys)?;
    groups.sort_by_key(|group| rank_in(&ranks, &last(group)));
    Ok(())
}

/// The keys in the order groups come in, going up: a many2one's in its model's order, tags by id;
/// missing ones where that order has them.
pub(crate) fn ranks(env: &Env<'_>, by: &GroupBy<'_>, keys: &[Cell]) -> Result<Vec<Cell>, Fault> {
    let mut ranked: Vec<Cell> = keys.to_vec();
    ranked.sort_by(compare_keys);
    ranked.dedup();
    let (FieldType::Many2one, Some(other)) = (by.field.kind, by.field.comodel()) else {
        return Ok(ranked);
    };
    let other = env.registry.at(other);
    let order = Order::parse(env, other, None)?;
    let mut ids: Vec<i64> = ranked.iter().filter_map(|key| key.as_ref().int()).collect();
    let all = ids.len();
    order.sort(env, other, &mut ids, all)?;
    let missing = ranked.contains(&Cell::Null).then_some(Cell::Null);
    let mut sorted: Vec<Cell> = ids.into_iter().map(Cell::Int).collect();
    match missing {
        Some(missing) if order.begins_descending() => sorted.insert(0, missing),
        missing => sorted.extend(missing),
    }
    Ok(sorted)
}

/// The place of a key among ranked ones.
pub(crate) fn rank_in(ranked: &[Cell], key: &Cell) -> usize {
    ranked
        .iter()
        .position(|known| known == key)
        .unwrap_or(usize::MAX)
}

/// The records whose groups are shown even when they are empty: the columns of a kanban view.
pub(crate) fn expanded(
    env: &Env<'_>,
    model: &Model,
    field: &Field,
) -> Result<Option<Vec<i64>>, Fault> {
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Ok(None);
    };
    let mut ids: Vec<i64> = match (model.name.as_str(), field.name.as_str()) {
        ("crm.lead", "stage_id") => env
            .table(other)
            .ids()
            .filter(|id| env.stored(other, "team_id", *id).is_null())
            .collect(),
        ("project.task", "stage_id") if env.flavour == Flavour::V17 => {
            let project = env
                .context
                .values
                .get("default_project_id")
                .and_then(Value::as_i64);
            match (project, other.field("project_ids")) {
                (Some(project), Some(projects)) => env
                    .table(other)
                    .ids()
                    .filter(|id| env.linked(other, projects, *id).contains(&project))
                    .collect(),
                _ => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    let all = ids.len();
    Order::parse(env, other, None)?.sort(env, other, &mut ids, all)?;
    Ok(Some(ids))
}

/// Tells whether groups by a field say if they are folded: those of stages.
pub(crate) fn is_foldable(env: &Env<'_>, field: &Field) -> bool {
    field.kind == FieldType::Many2one
        && field.name == "stage_id"
        && field
            .comodel()
            .is_some_and(|other| env.registry.at(other).field("fold").is_some())
}

/// Compares two keys, a missing one last.
pub(crate) fn compare_keys(left: &Cell, right: &Cell) -> Ordering {
    match (left, right) {
        (Cell::Null, Cell::Null) => Ordering::Equal,
        (Cell::Null, _) => Ordering::Greater,
        (_, Cell::Null) => Ordering::Less,
        (left, right) => compare(left.as_ref(), right.as_ref()).unwrap_or(Ordering::Equal),
    }
}
