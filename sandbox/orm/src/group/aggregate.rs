//! What is counted or added up over a group.

use serde_json::Value;

use super::compare_keys;
use crate::beyond;
use crate::env::Env;
use crate::schema::{Field, FieldType, Model};
use crate::store::Cell;
use crate::{Fault, moment};

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
    /// The number of a group's records.
    pub(crate) fn count(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            field: None,
            function: Function::Count,
        }
    }

    /// Makes an aggregate of a field; `spec` is how the caller wrote it.
    ///
    /// # Errors
    /// The function or field is unknown, or the database cannot work it out.
    pub(crate) fn new(
        env: &Env<'_>,
        model: &'m Model,
        name: &str,
        field: &str,
        function: &str,
        spec: &str,
    ) -> Result<Self, Fault> {
        let quoted = |text: &str| crate::python::repr(&text.into());
        if field == "__count" {
            return Ok(Self::count(name));
        }
        let Some(found) = model.field(field) else {
            return Err(Fault::value(format!(
                "Invalid field {} on model {} for {}.",
                quoted(field),
                quoted(&model.name),
                quoted(spec)
            )));
        };
        crate::access::check_field(env, model, found, crate::schema::Operation::Read)?;
        let Some(function) = Function::from_name(function) else {
            return Err(Fault::value(format!(
                "Invalid aggregate method {} for {}.",
                quoted(function),
                quoted(spec)
            )));
        };
        super::check_column(env, model, found)?;
        if matches!(function, Function::Sum | Function::Average)
            && let Some(kind) = not_added(found)
        {
            let name = if function == Function::Sum {
                "sum"
            } else {
                "avg"
            };
            return Err(Fault::new(
                "psycopg2.errors.UndefinedFunction",
                format!("function {name}({kind}) does not exist\n"),
            ));
        }
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
            // To the database nothing added up is nothing.
            Function::Sum | Function::Average | Function::BoolAnd | Function::BoolOr
                if cells.is_empty() =>
            {
                false.into()
            }
            Function::Count => cells.len().into(),
            Function::CountDistinct => distinct().len().into(),
            Function::Sum if field.kind == FieldType::Integer => cells
                .iter()
                .filter_map(|cell| cell.as_ref().int())
                .sum::<i64>()
                .into(),
            Function::Sum => beyond::held(total(&cells)),
            Function::Average => beyond::held(total(&cells) / cells.len() as f64),
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

/// The name of a column's type in the database, where nothing can be added up.
fn not_added(field: &Field) -> Option<&'static str> {
    Some(match field.kind {
        FieldType::Char | FieldType::Selection | FieldType::Reference => "character varying",
        FieldType::Text | FieldType::Html => "text",
        FieldType::Boolean => "boolean",
        FieldType::Date => "date",
        FieldType::Datetime => "timestamp without time zone",
        FieldType::Properties | FieldType::PropertiesDefinition | FieldType::Json => "jsonb",
        _ => return None,
    })
}
