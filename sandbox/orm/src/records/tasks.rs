//! What tasks take from their projects, and what changing and archiving them does.

use serde_json::{Value, json};

use super::{Vals, hooks, write};
use crate::env::Env;
use crate::schema::{Field, Model, Operation};
use crate::store::CellRef;
use crate::{Fault, Flavour, access, moment, python};

/// Completes a new task: its project's company and first stage, and since when somebody has it.
///
/// # Errors
/// `MissingError` for a project or stage that is not there.
pub(super) fn before_create(env: &Env<'_>, model: &Model, vals: &mut Vals) -> Result<(), Fault> {
    hooks::check_target(env, model, vals, "project_id")?;
    hooks::check_target(env, model, vals, "stage_id")?;
    let project = vals
        .get("project_id")
        .or_else(|| env.context.values.get("default_project_id"))
        .and_then(Value::as_i64);
    // A task of no project is somebody's own.
    if project.is_none() && !env.su && !vals.contains_key("user_ids") {
        vals.insert("user_ids".to_owned(), json!([[4, env.uid, 0]]));
    }
    assigned(env, vals);
    let (Some(projects), Some(project), Some(stages)) = (
        env.registry.model("project.project"),
        project,
        env.registry.model("project.task.type"),
    ) else {
        return Ok(());
    };
    if !vals.contains_key("company_id") {
        let company = env.stored(projects, "company_id", project).int();
        vals.insert("company_id".to_owned(), company.into());
    }
    if let (false, Some(field)) = (vals.contains_key("stage_id"), projects.field("type_ids")) {
        let first = env
            .linked(projects, field, project)
            .into_iter()
            .min_by_key(|id| env.stored(stages, "sequence", *id).int());
        vals.insert("stage_id".to_owned(), first.into());
    }
    Ok(())
}

/// Notes since when somebody has a task: since anything was said of who has it.
fn assigned(env: &Env<'_>, vals: &mut Vals) {
    if vals.get("user_ids").is_some_and(python::truthy) {
        vals.entry("date_assign")
            .or_insert_with(|| moment::datetime_text(env.now).into());
    }
}

/// Adds what follows from a change of known tasks.
///
/// # Errors
/// A task cannot be its own parent; up to 18 who may not read one is told so first.
pub(super) fn before_write(
    env: &Env<'_>,
    model: &Model,
    ids: &[i64],
    vals: &mut Vals,
) -> Result<(), Fault> {
    let parent = vals.get("parent_id").and_then(Value::as_i64);
    if parent.is_some_and(|parent| ids.contains(&parent)) {
        return Err(Fault::user(
            "Sorry. You can't set a task as its parent task.",
        ));
    }
    hooks::check_target(env, model, vals, "project_id")?;
    hooks::check_target(env, model, vals, "stage_id")?;
    assigned(env, vals);
    let Some(stage) = vals.get("stage_id") else {
        return Ok(());
    };
    let stage = stage.as_i64();
    let moved = |id: &i64| env.stored(model, "stage_id", *id).int() != stage;
    if ids.iter().any(moved) {
        let now = moment::datetime_text(env.now);
        vals.entry("date_last_stage_update")
            .or_insert_with(|| now.into());
        // Whatever was said of a task that goes on no longer holds where it is now.
        let closed = |id: &i64| {
            matches!(
                env.stored(model, "state", *id),
                CellRef::Text("1_done" | "1_canceled")
            )
        };
        if !ids.iter().any(closed) {
            vals.entry("state")
                .or_insert_with(|| "01_in_progress".into());
        }
    }
    Ok(())
}

/// Refuses, up to 18, a change of tasks that may not even be read, in the words of reading.
///
/// # Errors
/// `AccessError`.
pub(super) fn check_readable_first(env: &Env<'_>, model: &Model, ids: &[i64]) -> Result<(), Fault> {
    if model.name == "project.task" && env.flavour < Flavour::V19 {
        return access::check_records(env, model, ids, Operation::Read);
    }
    Ok(())
}

/// Archives a project's tasks with it, and brings them back.
///
/// # Errors
/// See [`write::write`].
pub(super) fn after_project_write(
    env: &mut Env<'_>,
    ids: &[i64],
    vals: &Vals,
) -> Result<(), Fault> {
    let (Some(active), Some(tasks)) = (vals.get("active"), env.registry.model("project.task"))
    else {
        return Ok(());
    };
    let Some(slot) = tasks.field("project_id").and_then(Field::slot) else {
        return Ok(());
    };
    let of_projects: Vec<i64> = ids
        .iter()
        .flat_map(|id| {
            env.table(tasks)
                .with_value(slot, CellRef::Int(*id))
                .unwrap_or_default()
                .to_vec()
        })
        .collect();
    let mut vals = Vals::new();
    vals.insert("active".to_owned(), active.clone());
    env.sudo(|env| write::write(env, tasks, &of_projects, vals))
}
