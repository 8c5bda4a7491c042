//! Makes JavaScript's errors of the core's.

use wasm_bindgen::prelude::*;

use crate::error::{Class, Error, Failure};
use crate::retry::is_transient;
use crate::value::Value;

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = makeError)]
    fn make_error(class: &str, message: &str, known: &JsValue) -> Result<JsValue, JsValue>;
}

/// The exported class of a class.
fn name_of(class: Class) -> &'static str {
    match class {
        Class::Odoo => "OdooError",
        Class::Type => "TypeError",
        Class::Rpc => "OdooRpcError",
        Class::Auth => "OdooAuthError",
        Class::SessionExpired => "OdooSessionExpiredError",
        Class::Network => "OdooNetworkError",
        Class::RateLimit => "OdooRateLimitError",
        Class::Timeout => "OdooTimeoutError",
        Class::Validation => "OdooValidationError",
        Class::RedirectWarning => "OdooRedirectWarning",
        Class::Access => "OdooAccessError",
        Class::Missing => "OdooMissingError",
        Class::Lock => "OdooLockError",
        Class::Safety => "OdooSafetyError",
    }
}

/// What the errors of each exported class say as `httpStatus` and, where nothing finer is known, as
/// `reason`: for each class its name and the two. All at once: a call for each would take 0.7 ms of
/// a start.
#[wasm_bindgen]
pub fn decisions() -> JsValue {
    let of_class = |class: Class| {
        let reason = JsValue::word(class.reason().word());
        [
            JsValue::word(name_of(class)),
            class.http_status().into(),
            reason,
        ]
    };
    JsValue::array(Class::ALL.into_iter().flat_map(of_class).collect())
}

impl From<Error<JsValue>> for JsValue {
    fn from(error: Error<JsValue>) -> Self {
        let transient = is_transient(&error);
        let reason = error.reason().word();
        let error = error.into_details();
        let mut known = JsValue::object();
        let place = error.place;
        let members = [
            ("code", error.code.map(JsValue::from)),
            ("data", error.data),
            ("cause", error.cause),
            ("operation", error.operation),
            ("retryAfterMs", error.retry_after_ms.map(JsValue::from)),
            ("model", place.model.map(JsValue::from)),
            ("method", place.method.map(JsValue::from)),
            ("status", place.status.map(JsValue::from)),
            ("protocol", place.protocol.map(JsValue::from)),
            ("notSent", error.not_sent.then_some(JsValue::TRUE)),
            ("reason", Some(JsValue::word(reason))),
            ("field", error.field.map(JsValue::from)),
            ("refused", error.refused.then_some(JsValue::TRUE)),
            ("transient", transient.then_some(JsValue::TRUE)),
        ];
        for (key, value) in members {
            if let Some(value) = value {
                known.set(key, value);
            }
        }
        let name = name_of(error.class);
        // What an answer holds may be of any sort where a stand-in for fetch gave it: without it
        // there is an error still.
        make_error(name, &error.message, &known)
            .or_else(|_| make_error(name, &error.message, &Self::object()))
            .unwrap_or_else(|exception| exception)
    }
}

impl From<Failure<JsValue>> for JsValue {
    fn from(failure: Failure<JsValue>) -> Self {
        match failure {
            Failure::Error(error) => error.into(),
            Failure::Thrown(exception) => exception,
        }
    }
}
