//! Grouping records: what `read_group` and its successors have in common.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde_json::{Value, json};

use crate::domain::filter::{compare, property_cell};
use crate::env::Env;
use crate::order::Order;
use crate::schema::{Field, FieldType, Model, Operation};
use crate::store::Cell;
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
}

/// The length of a date group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Period {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => return None,
        })
    }

    /// The second a moment's period begins at.
    fn start(self, second: i64) -> i64 {
        let (day, of_day) = moment::day_of(second);
        let (year, month, _) = moment::civil(day);
        match self {
            Self::Hour => moment::seconds(day, of_day - of_day % 3600),
            Self::Day => moment::seconds(day, 0),
            // 1970-01-01 was a Thursday; weeks begin on Sunday in the sandbox's only default language.
            Self::Week => moment::seconds(day - (day + 4).rem_euclid(7), 0),
            Self::Month => moment::seconds(moment::days(year, month, 1), 0),
            Self::Quarter => moment::seconds(moment::days(year, (month - 1) / 3 * 3 + 1, 1), 0),
            Self::Year => moment::seconds(moment::days(year, 1, 1), 0),
        }
    }

    /// The second the next period begins at.
    pub(crate) fn end(self, start: i64) -> i64 {
        let (day, of_day) = moment::day_of(start);
        match self {
            Self::Hour => moment::seconds(day, of_day + 3600),
            Self::Day => moment::seconds(day + 1, 0),
            Self::Week => moment::seconds(day + 7, 0),
            Self::Month => moment::seconds(moment::add_months(day, 1), 0),
            Self::Quarter => moment::seconds(moment::add_months(day, 3), 0),
            Self::Year => moment::seconds(moment::add_months(day, 12), 0),
        }
    }

    /// The period's name in English.
    pub(crate) fn label(self, start: i64) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (day, of_day) = moment::day_of(start);
        let (year, month, of_month) = moment::civil(day);
        let name = MONTHS[(month as usize - 1) % 12];
        let short = &name[..3];
        match self {
            Self::Hour => format!("{:02}:00 {of_month:02} {short}", of_day / 3600),
            Self::Day => format!("{of_month:02} {short} {year}"),
            Self::Week => {
                let first = moment::days(year, 1, 1);
                let first_week = first - (first + 4).rem_euclid(7);
                format!("W{} {year}", (day - first_week) / 7 + 1)
            }
            Self::Month => format!("{name} {year}"),
            Self::Quarter => format!("Q{} {year}", (month - 1) / 3 + 1),
            Self::Year => year.to_string(),
        }
    }
}

impl<'a> GroupBy<'a> {
    /// Reads `field` or `field:period`; a dotted name is a property or, from 19 on, leads through many2one fields.
    ///
    /// # Errors
    /// The field does not exist or cannot be grouped by, or the period is none.
    pub(crate) fn parse(env: &Env<'a>, model: &'a Model, text: &str) -> Result<Self, Fault> {
        let (name, period) = match text.split_once(':') {
            Some((name, period)) => (name, Some(period)),
            None => (text, None),
        };
        let invalid = |model: &Model, name: &str| {
            Fault::value(format!(
                "Invalid field {} on model {}",
                crate::python::repr(&name.into()),
                crate::python::repr(&model.name.as_str().into())
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
                (FieldType::Many2one, Some(_))
                    if env.flavour >= Flavour::V19 && through.len() < DEEPEST =>
                {
                    through.push(field);
                    model = field
                        .comodel()
                        .map(|other| env.registry.at(other))
                        .ok_or_else(|| invalid(model, name))?;
                    rest = further;
                }
                _ => return Err(invalid(model, name)),
            }
        };
        let dated = matches!(field.kind, FieldType::Date | FieldType::Datetime);
        let period = match period {
            Some(period) if dated => Some(Period::from_name(period).ok_or_else(|| {
                Fault::value(format!(
                    "Granularity {} is not supported",
                    crate::python::repr(&period.into())
                ))
            })?),
            _ => dated.then_some(Period::Month),
        };
        Ok(Self {
            text: text.to_owned(),
            name: name.to_owned(),
            through,
            field,
            property: property.map(str::to_owned),
            period,
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
        vec![match (self.period, cell, self.field.kind) {
            (Some(period), Cell::Int(day), FieldType::Date) => {
                Cell::Int(period.start(moment::seconds(day, 0)))
            }
            (Some(period), Cell::Int(second), _) => Cell::Int(period.start(second)),
            (_, Cell::Bool(false) | Cell::Null, FieldType::Boolean) => Cell::Bool(false),
            (_, cell, _) => cell,
        }]
    }

    /// Writes the bound of a period as the field's own values are written.
    pub(crate) fn bound(&self, second: i64) -> String {
        match self.field.kind {
            FieldType::Date => moment::date_text(moment::day_of(second).0),
            _ => moment::datetime_text(second),
        }
    }

    /// The domain that finds a group's records.
    pub(crate) fn domain(&self, key: &Cell) -> Value {
        let name = self.name.as_str();
        match (self.period, key) {
            (Some(period), Cell::Int(start)) => json!([
                "&",
                [name, ">=", self.bound(*start)],
                [name, "<", self.bound(period.end(*start))]
            ]),
            _ => json!([[name, "=", crate::records::read::plain(key.as_ref())]]),
        }
    }
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

/// Groups records; groups come in the order of their keys, a many2one's in its model's order, missing keys last.
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
    if let Some(other) = by.field.comodel().map(|other| env.registry.at(other)) {
        let mut ids: Vec<i64> = groups
            .iter()
            .filter_map(|group| last(group).as_ref().int())
            .collect();
        let all = ids.len();
        Order::parse(env, other, None)?.sort(env, other, &mut ids, all)?;
        let ranks: HashMap<i64, usize> = ids.into_iter().zip(0..).collect();
        groups.sort_by_key(|group| {
            last(group)
                .as_ref()
                .int()
                .and_then(|id| ranks.get(&id).copied())
                .unwrap_or(usize::MAX)
        });
    } else {
        groups.sort_by(|left, right| compare_keys(&last(left), &last(right)));
    }
    Ok(())
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

/// Something counted or added up over a group.
#[derive(Clone, Debug)]
pub(crate) struct Aggregate<'m> {
    /// The name the result has.
    pub(crate) name: String,
    pub(crate) field: Option<&'m Field>,
    function: Function,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Function {
    Count,
    CountDistinct,
    Sum,
    Average,
    Max,
    Min,
    BoolAnd,
    BoolOr,
    List,
    ListDistinct,
}

impl Function {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "count" => Self::Count,
            "count_distinct" => Self::CountDistinct,
            "sum" | "sum_currency" => Self::Sum,
            "avg" => Self::Average,
            "max" => Self::Max,
            "min" => Self::Min,
            "bool_and" => Self::BoolAnd,
            "bool_or" => Self::BoolOr,
            "array_agg" | "recordset" => Self::List,
            "array_agg_distinct" => Self::ListDistinct,
            _ => return None,
        })
    }
}

impl<'m> Aggregate<'m> {
    /// Makes an aggregate of a field; the name of its function is checked.
    ///
    /// # Errors
    /// The function or field is unknown.
    pub(crate) fn new(
        env: &Env<'_>,
        model: &'m Model,
        name: &str,
        field: &str,
        function: &str,
    ) -> Result<Self, Fault> {
        if field == "__count" {
            return Ok(Self {
                name: name.to_owned(),
                field: None,
                function: Function::Count,
            });
        }
        let Some(found) = model.field(field) else {
            return Err(Fault::value(format!(
                "Invalid field {} on model {}",
                crate::python::repr(&field.into()),
                crate::python::repr(&model.name.as_str().into())
            )));
        };
        crate::access::check_field(env, model, found, crate::schema::Operation::Read)?;
        let function = Function::from_name(function).ok_or_else(|| {
            Fault::value(format!(
                "Invalid aggregation function {}.",
                crate::python::repr(&function.into())
            ))
        })?;
        Ok(Self {
            name: name.to_owned(),
            field: Some(found),
            function,
        })
    }

    /// Works the aggregate out.
    pub(crate) fn of(&self, env: &Env<'_>, model: &Model, ids: &[i64]) -> Value {
        let Some(field) = self.field else {
            return ids.len().into();
        };
        let cells: Vec<Cell> = ids
            .iter()
            .map(|id| env.cell(model, field, *id))
            .filter(|cell| *cell != Cell::Null)
            .collect();
        let number = |cell: &Cell| match cell {
            Cell::Int(value) => *value as f64,
            Cell::Float(value) => *value,
            Cell::Bool(value) => f64::from(u8::from(*value)),
            _ => 0.0,
        };
        // Adding up begins at zero: the sum of nothing would be -0.0.
        let total = |cells: &[Cell]| cells.iter().map(number).fold(0.0, |sum, value| sum + value);
        let distinct = || {
            let mut sorted: Vec<&Cell> = cells.iter().collect();
            sorted.sort_by(|left, right| compare_keys(left, right));
            sorted.dedup();
            sorted
        };
        let written = |cell: &Cell| match (field.kind, cell) {
            (FieldType::Date, Cell::Int(day)) => moment::date_text(*day).into(),
            (FieldType::Datetime, Cell::Int(second)) => moment::datetime_text(*second).into(),
            (_, cell) => crate::records::read::plain(cell.as_ref()),
        };
        match self.function {
            Function::Count => cells.len().into(),
            Function::CountDistinct => distinct().len().into(),
            Function::Sum if field.kind == FieldType::Integer => cells
                .iter()
                .filter_map(|cell| cell.as_ref().int())
                .sum::<i64>()
                .into(),
            Function::Sum => json!(total(&cells)),
            Function::Average if cells.is_empty() => json!(0.0),
            Function::Average => json!(total(&cells) / cells.len() as f64),
            Function::Max => cells
                .iter()
                .max_by(|left, right| compare_keys(left, right))
                .map_or(Value::Bool(false), written),
            Function::Min => cells
                .iter()
                .min_by(|left, right| compare_keys(left, right))
                .map_or(Value::Bool(false), written),
            Function::BoolAnd => cells.iter().all(|cell| cell.as_ref().is_truthy()).into(),
            Function::BoolOr => cells.iter().any(|cell| cell.as_ref().is_truthy()).into(),
            Function::List => cells.iter().map(written).collect(),
            Function::ListDistinct => distinct().into_iter().map(written).collect(),
        }
    }
}
