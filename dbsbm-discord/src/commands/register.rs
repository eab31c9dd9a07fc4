//! Telling Discord of the commands: only of what differs, since a start is no reason to write.

use super::{Needs, specs};
use crate::{app::App, rest::RestError};
use dbsbm_core::id::GuildId;
use serde_json::Value;

/// Brings the commands that Discord knows to the ones that are there; gives how many differed.
///
/// # Errors
/// What Discord answers; the next start tries again.
pub(crate) async fn register(app: &App) -> Result<usize, RestError> {
    let (ops, all): (Vec<_>, Vec<_>) = specs().into_iter().partition(|s| s.needs == Needs::Operator);
    let json = |specs: Vec<super::Spec>| specs.iter().map(super::Spec::json).collect::<Vec<_>>();
    let mut differed = of(app, None, json(all)).await?;
    if let Some(guild) = app.config.ops_guild {
        differed += of(app, Some(guild), json(ops)).await?;
    }
    Ok(differed)
}

async fn of(app: &App, guild: Option<GuildId>, ours: Vec<Value>) -> Result<usize, RestError> {
    let known = app.rest.commands(app.identity.application, guild).await?;
    let known = known.as_array().map(Vec::as_slice).unwrap_or_default();
    let differed = differing(&ours, known);
    if differed > 0 {
        // All at once: Discord leaves those alone that are as they were.
        app.rest
            .set_commands(app.identity.application, guild, &Value::Array(ours))
            .await?;
    }
    Ok(differed)
}

/// How many commands are new, changed or gone.
fn differing(ours: &[Value], known: &[Value]) -> usize {
    let named = |v: &Value| (v["name"].clone(), v["type"].as_i64().unwrap_or(1));
    let as_known = |o: &&Value| known.iter().any(|k| named(k) == named(o) && same(o, k));
    let gone = known
        .iter()
        .filter(|k| !ours.iter().any(|o| named(o) == named(k)));
    ours.iter().filter(|o| !as_known(o)).count() + gone.count()
}

/// Whether what Discord knows says all that ours says. Discord adds fields, and leaves out or fills in defaults.
fn same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let options = [ours.get("options"), theirs.get("options")]
                .map(|o| o.and_then(Value::as_array).map_or(0, Vec::len));
            let choices = [ours.get("choices"), theirs.get("choices")]
                .map(|o| o.and_then(Value::as_array).map_or(0, Vec::len));
            let permissions =
                [ours, theirs].map(|o| o.get("default_member_permissions").filter(|p| !p.is_null()));
            options[0] == options[1]
                && choices[0] == choices[1]
                && permissions[0].is_some() == permissions[1].is_some()
                && ours.iter().all(|(key, value)| match theirs.get(key) {
                    Some(theirs) => same(value, theirs),
                    None => is_default(value),
                })
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| same(a, b))
        }
        // Permissions are told as a number and come back as its digits.
        (Value::Number(ours), Value::String(theirs)) => ours.to_string() == *theirs,
        (ours, theirs) if ours.is_number() && theirs.is_number() => ours.as_f64() == theirs.as_f64(),
        (ours, theirs) => ours == theirs || (is_default(ours) && is_default(theirs)),
    }
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(yes) => !yes,
        Value::Array(all) => all.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_command_differs_where_a_person_would_see_it() {
        let ours = json!({ "name": "bet", "type": 1, "description": "d", "options": [{ "name": "text", "type": 3, "description": "t" }] });
        let mut theirs = ours.clone();
        theirs["id"] = json!("1");
        theirs["version"] = json!("7");
        theirs["options"][0]["required"] = json!(false);
        assert!(same(&ours, &theirs));
        for (path, value) in [
            ("/description", json!("x")),
            ("/options/0/description", json!("x")),
            ("/options", json!([])),
        ] {
            let mut changed = theirs.clone();
            *changed.pointer_mut(path).unwrap() = value;
            assert!(!same(&ours, &changed), "{path}");
        }
        let known = [theirs.clone(), json!({ "id": "2", "name": "old", "type": 1 })];
        assert_eq!(differing(std::slice::from_ref(&ours), &known), 1);
        assert_eq!(differing(std::slice::from_ref(&ours), &known[..1]), 0);
        theirs["default_member_permissions"] = json!("32");
        assert!(!same(&ours, &theirs));
    }
}
