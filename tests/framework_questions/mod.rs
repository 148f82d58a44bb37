//! The framework's questions as they stand in `tests/framework/*.toml`.

/// A question with its exact answer.
pub struct Question {
    /// Its id.
    pub id: String,
    /// The sentence.
    pub sentence: String,
    /// The answer.
    pub answer: Answer,
}

/// An answer: the first column, or its one number.
pub enum Answer {
    /// Names in name order.
    List(Vec<String>),
    /// A number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
}

/// All questions that have a sentence.
pub fn sentences() -> Vec<Question> {
    let texts = [
        include_str!("../framework/questions.toml"),
        include_str!("../framework/sentences.toml"),
        include_str!("../framework/analyst.toml"),
    ];
    let tables: Vec<toml::Table> = texts.iter().map(|text| text.parse().unwrap()).collect();
    let entries = tables.iter().flat_map(|table| table["question"].as_array().unwrap());
    entries
        .filter_map(|entry| {
            let answer = match &entry["answer"] {
                toml::Value::Array(names) => Answer::List(names.iter().map(|name| name.as_str().unwrap().to_owned()).collect()),
                toml::Value::Integer(number) => Answer::Number(*number as f64),
                toml::Value::Float(number) => Answer::Number(*number),
                toml::Value::Boolean(truth) => Answer::Boolean(*truth),
                other => panic!("{other:?}"),
            };
            let id = entry.get("id").and_then(toml::Value::as_str).unwrap_or("-").to_owned();
            Some(Question { id, sentence: entry.get("sentence")?.as_str()?.to_owned(), answer })
        })
        .collect()
}
