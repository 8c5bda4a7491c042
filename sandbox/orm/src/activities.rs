//! What activities say of themselves, and of the records they are about.

use serde_json::Value;

use crate::env::Env;
use crate::names;
use crate::schema::Model;
use crate::store::Cell;
use crate::zone::Zone;
use crate::{moment, python};

/// Works out whether an activity is late, due today or still to come.
pub(crate) fn state(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    if model.field("active").is_some() && !env.stored(model, "active", id).is_truthy() {
        return Cell::text("done");
    }
    match env.stored(model, "date_deadline", id).int() {
        Some(deadline) => Cell::text(due(env, deadline)),
        None => Cell::Null,
    }
}

fn due(env: &Env<'_>, deadline: i64) -> &'static str {
    let today = moment::day_of(Zone::of_call(env, true).clock(env.now)).0;
    match deadline.cmp(&today) {
        std::cmp::Ordering::Less => "overdue",
        std::cmp::Ordering::Equal => "today",
        std::cmp::Ordering::Greater => "planned",
    }
}

/// Names the record an activity is about.
pub(crate) fn document(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let document = env.stored(model, "res_id", id).int();
    let other = env.stored(model, "res_model", id).str();
    match (other.and_then(|other| env.registry.model(other)), document) {
        (Some(other), Some(id)) if env.exists(other, id) => {
            Cell::text(names::display_name(env, other, id))
        }
        _ => Cell::Null,
    }
}

/// The activity of a record that is due first.
fn next<'a>(env: &Env<'a>, model: &Model, id: i64) -> Option<(&'a Model, i64)> {
    let field = model.field("activity_ids")?;
    let activities = env.registry.at(field.comodel()?);
    let due = |id: &i64| env.stored(activities, "date_deadline", *id).int();
    let open = env
        .linked(model, field, id)
        .into_iter()
        .filter(|id| env.stored(activities, "active", *id).is_truthy());
    let first = open.min_by_key(|id| (due(id).unwrap_or(i64::MAX), *id))?;
    Some((activities, first))
}

/// Works out one thing about the activity of a record that is due first.
pub(crate) fn of_next(env: &Env<'_>, model: &Model, id: i64, field: &str) -> Cell {
    let Some((activities, activity)) = next(env, model, id) else {
        return Cell::Null;
    };
    match activities.field(field) {
        Some(field) => env.cell(activities, field, activity),
        None => Cell::Null,
    }
}

/// Writes the message that says an activity is done.
pub(crate) fn report(env: &Env<'_>, model: &Model, id: i64, feedback: &Value) -> String {
    let kind = env.stored(model, "activity_type_id", id).int();
    let kinds = env.registry.model("mail.activity.type");
    let kind = kinds.zip(kind).map_or_else(
        || "Activity".to_owned(),
        |(kinds, kind)| names::display_name(env, kinds, kind),
    );
    let summary = env.stored(model, "summary", id);
    let summary = summary
        .str()
        .map_or_else(String::new, |text| format!(": {}", python::escaped(text)));
    let feedback = match feedback.as_str().filter(|text| !text.is_empty()) {
        Some(text) => format!(
            "<div><b>Feedback:</b><br>{}</div>",
            python::escaped(text).replace('\n', "<br>")
        ),
        None => String::new(),
    };
    format!(
        "<div><p><span>{}</span> done<span>{summary}</span></p>{feedback}</div>",
        python::escaped(&kind)
    )
}
