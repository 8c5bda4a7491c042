//! The public methods of models, by name.

mod account;
mod activities;
mod api_keys;
mod crud;
mod export;
mod fields;
mod formatted_groups;
mod groups;
mod import;
mod mail;
mod meta;
pub(crate) mod modules;
mod parameters;
mod recordset;
mod sale;
mod specification;
mod translations;
mod users;
mod views;
mod web;

use serde_json::Value;

use crate::Fault;
use crate::env::Env;
use crate::schema::Model;
use crate::signature::Arguments;

/// One call: what the method works with.
pub(crate) struct Call<'c, 'a> {
    pub(crate) env: &'c mut Env<'a>,
    pub(crate) model: &'a Model,
    /// The records it is called on; empty for methods of the model.
    pub(crate) ids: Vec<i64>,
    pub(crate) args: Arguments,
}

/// A method's answer; `None` is Python's None.
pub(crate) type Answer = Result<Option<Value>, Fault>;

/// A method.
pub(crate) type Method = fn(Call<'_, '_>) -> Answer;

/// Finds what a method does.
pub(crate) fn find(name: &str) -> Option<Method> {
    Some(match name {
        "browse" => recordset::browse,
        "env" | "sudo" | "with_company" | "with_context" | "with_user" => recordset::themselves,
        "ensure_one" => recordset::ensure_one,
        "filtered" => recordset::filtered,
        "flush_model" | "flush_recordset" => recordset::flush,
        "mapped" => recordset::mapped,
        "sorted" => recordset::sorted,
        "user_has_groups" => recordset::user_has_groups,
        "search" => crud::search,
        "search_read" => crud::search_read,
        "search_count" => crud::search_count,
        "search_fetch" => crud::search,
        "read" => crud::read,
        "create" => crud::create,
        "write" => crud::write,
        "unlink" => crud::unlink,
        "copy" => crud::copy,
        "copy_data" => crud::copy_data,
        "action_archive" => crud::archive,
        "action_unarchive" => crud::unarchive,
        "toggle_active" => crud::toggle_active,
        "exists" => crud::exists,
        "filtered_domain" => crud::filtered_domain,
        "name_get" => crud::name_get,
        "name_create" => crud::name_create,
        "name_search" => crud::name_search,
        "default_get" => crud::default_get,
        "export_data" => export::export_data,
        "load" => import::load,
        "fields_get" => fields::fields_get,
        "get_property_definition" => fields::get_property_definition,
        "get_metadata" => meta::get_metadata,
        "get_external_id" => meta::get_external_id,
        "get_base_url" => meta::get_base_url,
        "is_transient" => meta::is_transient,
        "check_access_rights" => meta::check_access_rights,
        "check_access_rule" => meta::check_access_rule,
        "check_access" => meta::check_access,
        "has_access" => meta::has_access,
        "get_empty_list_help" => meta::get_empty_list_help,
        "get_import_templates" => meta::get_import_templates,
        "check_object_reference" => meta::check_object_reference,
        "get_param" => parameters::get_param,
        "set_param" => parameters::set_param,
        "get_str" => parameters::get_str,
        "get_int" => parameters::get_int,
        "get_float" => parameters::get_float,
        "get_bool" => parameters::get_bool,
        "set_str" | "set_int" | "set_float" | "set_bool" => parameters::set,
        "copy_translations" => translations::copy_translations,
        "get_field_translations" => translations::get_field_translations,
        "update_field_translations" => translations::update_field_translations,
        "web_override_translations" => translations::web_override_translations,
        "read_group" => formatted_groups::read_group,
        "formatted_read_group" => formatted_groups::formatted_read_group,
        "formatted_read_grouping_sets" => formatted_groups::formatted_read_grouping_sets,
        "web_read_group" => formatted_groups::web_read_group,
        "read_progress_bar" => groups::read_progress_bar,
        "web_search_read" => web::web_search_read,
        "web_read" => web::web_read,
        "web_save" => web::web_save,
        "web_unlink" => crud::web_unlink,
        "web_save_multi" => web::web_save_multi,
        "web_name_search" => web::web_name_search,
        "web_resequence" => web::web_resequence,
        "hierarchy_read" => web::hierarchy_read,
        "search_panel_select_range" | "search_panel_select_multi_range" => web::search_panel_range,
        "onchange" => web::onchange,
        "get_view" => views::get_view,
        "get_views" => views::get_views,
        "get_formview_id" => views::get_formview_id,
        "get_formview_action" => views::get_formview_action,
        "view_header_get" => views::view_header_get,
        "context_get" => users::context_get,
        "has_group" => users::has_group,
        "preference_change_password" => users::preference_change_password,
        "change_password" => users::change_password,
        "generate" => api_keys::generate,
        "revoke" => api_keys::revoke,
        "onchange_parent_id" => users::onchange_parent_id,
        "address_get" => users::address_get,
        "activity_schedule" => activities::activity_schedule,
        "activity_reschedule" => activities::activity_reschedule,
        "activity_feedback" => activities::activity_feedback,
        "activity_unlink" => activities::activity_unlink,
        "action_feedback" | "action_done" => activities::action_feedback,
        "message_post" => mail::message_post,
        "message_subscribe" => mail::message_subscribe,
        "message_unsubscribe" => mail::message_unsubscribe,
        "toggle_message_starred" => mail::toggle_message_starred,
        "mail_allowed_qweb_expressions" => mail::mail_allowed_qweb_expressions,
        "mail_get_partner_fields" => mail::mail_get_partner_fields,
        "action_set_won" => mail::action_set_won,
        "action_set_lost" => mail::action_set_lost,
        "action_confirm" => sale::action_confirm,
        "action_cancel" => sale::action_cancel,
        "action_draft" => sale::action_draft,
        "action_quotation_sent" => sale::action_quotation_sent,
        "action_lock" => sale::action_lock,
        "action_unlock" => sale::action_unlock,
        "create_invoices" => sale::create_invoices,
        "action_post" => account::action_post,
        "button_draft" => account::button_draft,
        "button_cancel" => account::button_cancel,
        "button_immediate_install" | "button_install" => modules::install,
        "button_immediate_uninstall" | "button_uninstall" => modules::uninstall,
        "button_immediate_upgrade" | "button_upgrade" => modules::upgrade,
        "update_list" => modules::update_list,
        _ => return None,
    })
}
