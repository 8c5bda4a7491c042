//! Fields that are worked out from others, by the names module files call them.

use serde_json::{Value, json};

use crate::env::Env;
use crate::schema::Model;
use crate::store::{Cell, CellRef};
use crate::{activities, attachment, names, partners, sales};

type Function = fn(&Env<'_>, &Model, i64) -> Cell;

/// A way to work a field out.
#[derive(Clone, Copy)]
pub(crate) struct Compute {
    name: &'static str,
    run: Function,
}

impl std::fmt::Debug for Compute {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Every way there is, by name.
const ALL: &[(&str, Function)] = &[
    ("display_name", |env, model, id| {
        Cell::text(names::display_name(env, model, id))
    }),
    ("partner_complete_name", |env, model, id| {
        Cell::text(partners::complete_name(env, model, id))
    }),
    ("partner_commercial", partners::commercial_partner),
    ("partner_company_type", partners::company_type),
    ("partner_share", partners::partner_share),
    ("partner_email_formatted", partners::email_formatted),
    ("partner_contact_address", partners::contact_address),
    ("email_normalized", email_normalized),
    ("avatar", avatar),
    ("user_share", user_share),
    ("user_all_groups", |env, _, id| {
        let mut groups: Vec<i64> = env.groups_of(id).into_iter().collect();
        groups.sort_unstable();
        ids_cell(groups)
    }),
    ("order_total", |env, model, id| {
        sales::total(env, model, id, "price_total")
    }),
    ("order_untaxed", |env, model, id| {
        sales::total(env, model, id, "price_subtotal")
    }),
    ("order_tax", |env, model, id| {
        sales::total(env, model, id, "price_tax")
    }),
    ("order_invoices", |env, model, id| {
        ids_cell(sales::invoices(env, model, id))
    }),
    ("order_invoice_count", |env, model, id| {
        let invoices = sales::invoices(env, model, id);
        Cell::Int(i64::try_from(invoices.len()).unwrap_or(i64::MAX))
    }),
    ("order_to_invoice", sales::amount_to_invoice),
    ("order_invoice_status", sales::order_status),
    ("order_line_subtotal", sales::line_subtotal),
    ("order_line_tax", sales::line_tax),
    ("order_line_total", sales::line_total),
    ("order_line_invoiced", sales::line_invoiced),
    ("order_line_to_invoice", sales::line_to_invoice),
    ("order_line_invoice_status", sales::line_status),
    ("sale_order_count", sales::order_count),
    ("category_path", sales::category_path),
    ("only_variant", sales::variant),
    ("variant_count", sales::variant_count),
    ("variant_code", sales::variant_code),
    ("offline", |_, _, _| Cell::text("offline")),
    ("checked_out", |_, _, _| Cell::text("checked_out")),
    ("activity_state", activities::state),
    ("activity_document", activities::document),
    ("next_activity_state", |env, model, id| {
        activities::of_next(env, model, id, "state")
    }),
    ("next_activity_user", |env, model, id| {
        activities::of_next(env, model, id, "user_id")
    }),
    ("next_activity_type", |env, model, id| {
        activities::of_next(env, model, id, "activity_type_id")
    }),
    ("next_activity_summary", |env, model, id| {
        activities::of_next(env, model, id, "summary")
    }),
    ("next_activity_deadline", |env, model, id| {
        activities::of_next(env, model, id, "date_deadline")
    }),
    ("attachment_checksum", attachment::checksum),
    ("attachment_file_size", attachment::file_size),
    ("attachment_raw", attachment::raw),
    ("message_preview", message_preview),
    ("notified_partners", |env, _, id| {
        ids_cell(notified_partners(env, id))
    }),
    ("message_partners", |env, model, id| {
        ids_cell(followers(env, model, id))
    }),
    ("message_is_follower", message_is_follower),
    ("has_message", |env, model, id| {
        Cell::Bool(count(env, model, "message_ids", id) > 0)
    }),
    ("opportunity_count", |env, model, id| {
        Cell::Int(count(env, model, "opportunity_ids", id))
    }),
    ("task_count", |env, model, id| {
        Cell::Int(count(env, model, "task_ids", id))
    }),
    ("lead_prorated_revenue", prorated_revenue),
    ("uninstall_impact", |env, model, id| {
        ids_cell(uninstall_impact(env, model, id, false))
    }),
    ("uninstall_impacted_applications", |env, model, id| {
        ids_cell(uninstall_impact(env, model, id, true))
    }),
    ("module_available_version", available_version),
    ("module_installed_version", installed_version),
    ("lines_total", lines_total),
    ("lines_total_signed", |env, model, id| {
        let refund = text(env, model, "move_type", id).ends_with("refund");
        let vendor = text(env, model, "move_type", id).starts_with("in_");
        match lines_total(env, model, id) {
            Cell::Float(total) if refund != vendor => Cell::Float(-total),
            total => total,
        }
    }),
    ("lines_unpaid", |env, model, id| {
        match text(env, model, "payment_state", id) {
            "paid" | "in_payment" | "reversed" => Cell::Float(0.0),
            _ => lines_total(env, model, id),
        }
    }),
    ("sequence_number", |env, model, id| {
        let name = text(env, model, "name", id);
        let digits = name.rsplit(|c: char| !c.is_ascii_digit()).next();
        Cell::Int(digits.and_then(|digits| digits.parse().ok()).unwrap_or(0))
    }),
    ("invoice_url", |_, _, id| {
        Cell::text(format!("/my/invoices/{id}"))
    }),
    ("line_subtotal", line_subtotal),
    ("partner_company_name", partners::commercial_company_name),
    ("data_complete_name", data_complete_name),
    ("no_offset", |_, _, _| Cell::text("+0000")),
    ("blank", |_, _, _| Cell::text("")),
    ("itself", |_, _, id| Cell::Int(id)),
    ("parent_path", parent_path),
    ("attachment_count", attachment_count),
    ("attachment_res_name", attachment_res_name),
    ("lead_currency", lead_currency),
    ("nothing", |_, _, _| Cell::Null),
    ("group_full_name", |env, _, id| {
        names::group(env, id).map_or(Cell::Null, Cell::text)
    }),
];

impl Compute {
    /// Finds a way by name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        let (name, run) = *ALL.iter().find(|(known, _)| *known == name)?;
        Some(Self { name, run })
    }

    /// Works the field out for one record.
    pub(crate) fn run(self, env: &Env<'_>, model: &Model, id: i64) -> Cell {
        (self.run)(env, model, id)
    }
}

/// Turns a value given for a computed field into the values it follows from; `None` when it follows
/// from nothing writable.
pub(crate) fn inverse(
    model: &Model,
    field: &str,
    value: &Value,
) -> Option<Vec<(&'static str, Value)>> {
    match (model.name.as_str(), field) {
        ("res.users", "password" | "new_password") => {
            Some(vec![(crate::users::SECRET, value.clone())])
        }
        ("ir.attachment", "raw") => {
            let datas = value
                .as_str()
                .map(|text| attachment::to_base64(text.as_bytes()));
            Some(vec![(
                "datas",
                datas.map_or(Value::Bool(false), Value::from),
            )])
        }
        ("res.partner", "company_type") => Some(vec![(
            "is_company",
            json!(value.as_str() == Some("company")),
        )]),
        _ => None,
    }
}

fn text<'s>(env: &'s Env<'_>, model: &Model, field: &str, id: i64) -> &'s str {
    env.stored(model, field, id).str().unwrap_or_default()
}

fn or_null(text: String) -> Cell {
    if text.is_empty() {
        Cell::Null
    } else {
        Cell::text(text)
    }
}

fn email_normalized(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let field = if model.field("email_from").is_some() {
        "email_from"
    } else {
        "email"
    };
    let email = text(env, model, field, id);
    let bare = email
        .rsplit_once('<')
        .map_or(email, |(_, rest)| rest.trim_end_matches('>'));
    let bare = bare.trim().to_lowercase();
    if bare.matches('@').count() == 1 && !bare.contains(' ') {
        or_null(bare)
    } else {
        Cell::Null
    }
}

/// A user who is not internal.
fn user_share(env: &Env<'_>, _: &Model, id: i64) -> Cell {
    Cell::Bool(
        !env.xml_id_of("base.group_user")
            .is_some_and(|group| env.groups_of(id).contains(&group)),
    )
}

/// The picture of those who have none: their initial on a colour of their own.
fn avatar(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    if let Some(image) = ["image_1920", "image_128"].into_iter().find_map(|field| {
        match env.cell(model, model.field(field)?, id) {
            Cell::Text(image) => Some(image),
            _ => None,
        }
    }) {
        return Cell::Text(image);
    }
    let name = names::display_name(env, model, id);
    let initial = name
        .chars()
        .next()
        .map_or_else(String::new, |char| char.to_uppercase().collect());
    let initial = match initial.as_str() {
        "&" | "<" | ">" => "?",
        other => other,
    };
    let mark = name.bytes().fold(id.unsigned_abs(), |mark, byte| {
        mark.wrapping_mul(31).wrapping_add(u64::from(byte))
    });
    let (hue, saturation) = (mark % 360, 40 + mark / 360 % 31);
    let svg = format!(
        "<?xml version='1.0' encoding='UTF-8' ?><svg height='180' width='180' xmlns='http://www.w3.org/2000/svg' \
         xmlns:xlink='http://www.w3.org/1999/xlink'><rect fill='hsl({hue}, {saturation}%, 45%)' height='180' width='180'/>\
         <text fill='#ffffff' font-size='96' text-anchor='middle' x='90' y='125' font-family='sans-serif'>{initial}</text></svg>"
    );
    Cell::text(attachment::to_base64(svg.as_bytes()))
}

/// A message's text without its tags.
fn message_preview(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let mut plain = String::new();
    let mut in_tag = false;
    for char in text(env, model, "body", id).chars() {
        match char {
            '<' => in_tag = true,
            '>' => in_tag = false,
            char if !in_tag => plain.push(char),
            _ => {}
        }
        if plain.len() > 190 {
            break;
        }
    }
    Cell::text(plain.trim())
}

fn ids_cell(ids: Vec<i64>) -> Cell {
    Cell::Json(Box::new(ids.into()))
}

/// How many records an x2many field holds.
fn count(env: &Env<'_>, model: &Model, field: &str, id: i64) -> i64 {
    let held = model
        .field(field)
        .map_or(0, |field| env.linked(model, field, id).len());
    i64::try_from(held).unwrap_or(i64::MAX)
}

/// The contacts who follow a record.
fn followers(env: &Env<'_>, model: &Model, id: i64) -> Vec<i64> {
    let Some(field) = model.field("message_follower_ids") else {
        return Vec::new();
    };
    let Some(other) = field.comodel().map(|other| env.registry.at(other)) else {
        return Vec::new();
    };
    let followers = env.linked(model, field, id);
    followers
        .into_iter()
        .filter_map(|follower| env.stored(other, "partner_id", follower).int())
        .collect()
}

fn message_is_follower(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let own = env
        .registry
        .model("res.users")
        .and_then(|users| env.stored(users, "partner_id", env.uid).int());
    Cell::Bool(own.is_some_and(|own| followers(env, model, id).contains(&own)))
}

fn prorated_revenue(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let revenue =
        number(env, model, "expected_revenue", id) * number(env, model, "probability", id);
    Cell::Float(revenue.round() / 100.0)
}

/// The modules that go when those of a wizard do, or those of them that are applications.
fn uninstall_impact(env: &Env<'_>, model: &Model, id: i64, applications: bool) -> Vec<i64> {
    let (Some(field), Some(modules)) = (
        model.field("module_ids"),
        env.registry.model("ir.module.module"),
    ) else {
        return Vec::new();
    };
    let chosen = env.linked(model, field, id);
    let mut impacted = crate::methods::modules::impact(env, modules, &chosen);
    impacted.retain(|id| !applications || env.stored(modules, "application", *id).is_truthy());
    impacted
}

/// The ids from the topmost record down to this one: `1/5/`.
fn parent_path(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let mut path = String::new();
    let mut at = Some(id);
    for _ in 0..100 {
        let Some(id) = at else { break };
        path.insert_str(0, &format!("{id}/"));
        at = env.stored(model, &model.parent_name, id).int();
    }
    Cell::text(path)
}

/// How many attachments a record has that belong to none of its fields.
fn attachment_count(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let Some(attachments) = env.registry.model("ir.attachment") else {
        return Cell::Int(0);
    };
    let Some(slot) = attachments.field("res_id").and_then(|field| field.slot()) else {
        return Cell::Int(0);
    };
    let of_record = |attachment: &&i64| {
        env.stored(attachments, "res_model", **attachment).str() == Some(&model.name)
            && env.stored(attachments, "res_field", **attachment).is_null()
    };
    let found = env.table(attachments).with_value(slot, CellRef::Int(id));
    let count = found.unwrap_or_default().iter().filter(of_record).count();
    Cell::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The name of the record an attachment belongs to.
fn attachment_res_name(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let record = env
        .registry
        .model(text(env, model, "res_model", id))
        .zip(env.stored(model, "res_id", id).int());
    match record {
        Some((other, id)) if env.exists(other, id) => {
            Cell::text(names::display_name(env, other, id))
        }
        _ => Cell::Null,
    }
}

/// The currency of a lead's company, or of the company the user works in.
fn lead_currency(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let company = env.stored(model, "company_id", id).int().or_else(|| {
        let users = env.registry.model("res.users")?;
        env.stored(users, "company_id", env.uid).int()
    });
    let companies = env.registry.model("res.company");
    match companies.zip(company) {
        Some((companies, company)) => env.stored(companies, "currency_id", company).int().into(),
        None => Cell::Null,
    }
}

/// The version a module has on disk: that of the series, and its own.
fn available_version(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    match text(env, model, "_version", id) {
        "" => Cell::Null,
        version => Cell::text(format!("{}.{version}", env.flavour)),
    }
}

fn installed_version(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    match text(env, model, "state", id) {
        "installed" | "to upgrade" | "to remove" => available_version(env, model, id),
        _ => Cell::Null,
    }
}

fn number(env: &Env<'_>, model: &Model, field: &str, id: i64) -> f64 {
    match env.stored(model, field, id) {
        CellRef::Float(value) => value,
        CellRef::Int(value) => value as f64,
        _ => 0.0,
    }
}

fn line_subtotal(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let price = number(env, model, "quantity", id) * number(env, model, "price_unit", id);
    let total = price * (1.0 - number(env, model, "discount", id) / 100.0);
    Cell::Float((total * 100.0).round() / 100.0)
}

/// The contacts a message was sent to.
fn notified_partners(env: &Env<'_>, message: i64) -> Vec<i64> {
    let Some(notifications) = env.registry.model("mail.notification") else {
        return Vec::new();
    };
    let field = |name: &str| {
        notifications
            .field(name)
            .and_then(crate::schema::Field::slot)
    };
    let (Some(of_message), Some(partner)) = (field("mail_message_id"), field("res_partner_id"))
    else {
        return Vec::new();
    };
    let table = env.table(notifications);
    let sent = table.with_value(of_message, CellRef::Int(message));
    let partners = sent.unwrap_or_default().iter();
    partners
        .filter_map(|id| table.cell(*id, partner).int())
        .collect()
}

fn lines_total(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    let Some(field) = model.field("line_ids") else {
        return Cell::Null;
    };
    let Some(lines) = field.comodel().map(|other| env.registry.at(other)) else {
        return Cell::Null;
    };
    let held = env.linked(model, field, id);
    Cell::Float(
        held.into_iter()
            .map(|line| number(env, lines, "price_subtotal", line))
            .sum(),
    )
}

/// `module.name`.
fn data_complete_name(env: &Env<'_>, model: &Model, id: i64) -> Cell {
    Cell::text(format!(
        "{}.{}",
        text(env, model, "module", id),
        text(env, model, "name", id)
    ))
}
