//! The buttons of `account.move`: posting, back to draft, cancelling.

use super::{Answer, Call};
use crate::env::Env;
use crate::records::{Vals, write};
use crate::schema::{Field, Model, Operation};
use crate::{Fault, access, moment};

/// Posts drafts: they get a number, and invoices a date.
pub(super) fn action_post(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    for id in call.ids.clone() {
        let (env, model) = (&call.env, call.model);
        let text = |field: &str| {
            env.stored(model, field, id)
                .str()
                .unwrap_or_default()
                .to_owned()
        };
        let (name, kind) = (text("name"), text("move_type"));
        if text("state") != "draft" {
            return Err(Fault::user(format!(
                "The entry {name} (id {id}) must be in draft."
            )));
        }
        let lines = model
            .field("line_ids")
            .map(|field| env.linked(model, field, id));
        if lines.is_none_or(|lines| lines.is_empty()) {
            return Err(Fault::user("You need to add a line before posting."));
        }
        let customers = kind.starts_with("out_");
        let invoice = kind != "entry";
        if customers && env.stored(model, "partner_id", id).int().is_none() {
            return Err(Fault::user(
                "The field 'Customer' is required, please complete it to validate the Customer Invoice.",
            ));
        }
        let today = moment::day_of(env.now).0;
        let date = env.stored(model, "invoice_date", id).int();
        let mut vals = Vals::new();
        if invoice && date.is_none() {
            vals.insert("invoice_date".to_owned(), moment::date_text(today).into());
        }
        if matches!(name.as_str(), "" | "/") {
            let number = number(env, model, id, date.unwrap_or(today));
            vals.insert("name".to_owned(), number.into());
        }
        set(&mut call, id, "posted", vals)?;
    }
    Ok(Some(false.into()))
}

/// Takes posted and cancelled entries back to draft.
pub(super) fn button_draft(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    for id in call.ids.clone() {
        if !matches!(
            call.env.stored(call.model, "state", id).str(),
            Some("posted" | "cancel")
        ) {
            return Err(Fault::user(
                "Only posted/cancelled journal entries can be reset to draft.",
            ));
        }
        set(&mut call, id, "draft", Vals::new())?;
    }
    Ok(None)
}

/// Cancels entries.
pub(super) fn button_cancel(mut call: Call<'_, '_>) -> Answer {
    check(&call)?;
    for id in call.ids.clone() {
        set(&mut call, id, "cancel", Vals::new())?;
    }
    Ok(None)
}

fn check(call: &Call<'_, '_>) -> Result<(), Fault> {
    access::check_model(call.env, call.model, Operation::Write)?;
    write::check_exist(call.env, call.model, &call.ids)
}

fn set(call: &mut Call<'_, '_>, id: i64, state: &str, mut vals: Vals) -> Result<(), Fault> {
    vals.insert("state".to_owned(), state.into());
    write::write(call.env, call.model, &[id], vals)
}

/// The next number of an entry's journal: `INV/2026/00001` for customers, `BILL/2026/03/0001` for
/// everything else.
fn number(env: &Env<'_>, model: &Model, id: i64, date: i64) -> String {
    let journals = env.registry.model("account.journal");
    let journal = env.stored(model, "journal_id", id).int();
    let text = |field: &str| {
        let (journals, journal) = journals.zip(journal)?;
        env.stored(journals, field, journal).str()
    };
    let code = text("code").unwrap_or("MISC");
    let (year, month, _) = moment::civil(date);
    let (prefix, width) = if text("type") == Some("sale") {
        (format!("{code}/{year}/"), 5)
    } else {
        (format!("{code}/{year}/{month:02}/"), 4)
    };
    let slot = model.field("name").and_then(Field::slot);
    let table = env.table(model);
    let last = slot.and_then(|slot| {
        let taken = table.ids().filter_map(|id| table.cell(id, slot).str());
        taken
            .filter_map(|name| name.strip_prefix(&prefix)?.parse::<u64>().ok())
            .max()
    });
    format!("{prefix}{:0width$}", last.unwrap_or(0).saturating_add(1))
}
