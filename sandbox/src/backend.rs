//! What Odoo's own web client asks besides records: actions, sequences, accounts, and the pages
//! before any database.

use odoo_sandbox_orm::{Fault, Flavour};
use serde_json::{Map, Value, json};

use crate::dispatch::Caller;
use crate::http::{HTML, HttpResponse};
use crate::python::take_arguments;
use crate::route::Backend;
use crate::sandbox::{ModelCall, Sandbox};
use crate::services::name;
use crate::web::logged_in;

impl Sandbox {
    /// Answers a call of the web client's.
    pub(crate) fn backend(
        &mut self,
        endpoint: Backend,
        caller: &Caller,
        mut params: Map<String, Value>,
    ) -> Result<Option<Value>, Fault> {
        match endpoint {
            Backend::ActionLoad => {
                let [action] = take_arguments("Action.load", &mut params, ["action_id"])?;
                // The sandbox keeps no actions.
                match self.settings.flavour {
                    Flavour::V17 => Ok(Some(false.into())),
                    _ => Err(Fault::new(
                        "odoo.exceptions.MissingError",
                        format!("The action “{}” does not exist", name(&action)),
                    )),
                }
            }
            Backend::EditCustom => {
                let names = ["custom_id", "arch"];
                take_arguments("View.edit_custom", &mut params, names)?;
                Ok(Some(json!({"result": true})))
            }
            Backend::Resequence => self.resequence(caller, params),
            Backend::Account => self.account(caller).map(Some),
        }
    }

    /// Numbers records in the order they are given; `false` where the model has no such field.
    fn resequence(
        &mut self,
        caller: &Caller,
        mut params: Map<String, Value>,
    ) -> Result<Option<Value>, Fault> {
        let [model, ids] = take_arguments("DataSet.resequence", &mut params, ["model", "ids"])?;
        let field = params
            .get("field")
            .and_then(Value::as_str)
            .unwrap_or("sequence");
        let offset = params.get("offset").and_then(Value::as_i64).unwrap_or(0);
        let known = self.call_as(caller, &model, "fields_get", vec![json!([field])])?;
        if known.is_none_or(|fields| fields.as_object().is_none_or(Map::is_empty)) {
            return Ok(Some(false.into()));
        }
        let field = field.to_owned();
        for (place, id) in (offset..).zip(ids.as_array().into_iter().flatten()) {
            let vals = json!({field.as_str(): place});
            self.call_as(caller, &model, "write", vec![json!([id]), vals])?;
        }
        Ok(Some(true.into()))
    }

    /// Where one's account at Odoo's maker is: the database and the address go along.
    fn account(&mut self, caller: &Caller) -> Result<Value, Fault> {
        let (db, _) = logged_in(caller)?;
        let db = db.to_owned();
        let mut parameter = |key: &str| -> Result<String, Fault> {
            let found = self.config_parameter(&db, "get_param", vec![json!(key)])?;
            Ok(found
                .and_then(|value| value.as_str().map(str::to_owned))
                .unwrap_or_default())
        };
        let (uuid, url) = (parameter("database.uuid")?, parameter("web.base.url")?);
        let quoted = |text: &str| {
            percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC)
                .to_string()
                .replace("%2E", ".")
                .replace("%2D", "-")
                .replace("%5F", "_")
        };
        let comma = match self.settings.flavour {
            Flavour::V17 | Flavour::V18 => ",",
            _ => "%2C",
        };
        Ok(json!(format!(
            "https://accounts.odoo.com/oauth2/auth?response_type=token&client_id={uuid}\
             &state=%7B%22d%22%3A+%22{}%22{comma}+%22u%22%3A+%22{}%22%7D&scope=userinfo",
            quoted(&db),
            quoted(&url)
        )))
    }

    fn call_as(
        &mut self,
        caller: &Caller,
        model: &Value,
        method: &str,
        args: Vec<Value>,
    ) -> Result<Option<Value>, Fault> {
        let (db, uid) = logged_in(caller)?;
        let call = ModelCall {
            uid,
            model: name(model),
            method: method.to_owned(),
            args,
            kwargs: Map::new(),
        };
        self.execute(db, call)
    }
}

/// Makes the page on which databases are managed; here there is nothing to manage.
pub(crate) fn database_manager() -> HttpResponse {
    let page = "<!DOCTYPE html>\n<html>\n<head>\n<title>Odoo</title>\n</head>\n<body>\n\
                <p>The databases of a sandbox come and go with it.</p>\n</body>\n</html>\n";
    HttpResponse::new(200, HTML, page)
}

/// Tells robots to stay out; 17 leads whoever asks without a database to the page that lists them.
pub(crate) fn robots(flavour: Flavour) -> HttpResponse {
    match flavour {
        Flavour::V17 => database_manager(),
        _ => HttpResponse::new(200, "text/plain", "User-agent: *\nDisallow: /\n"),
    }
}
