//! Bytes that anybody may choose (names, arguments, what is printed) as serde writes them: text where they
//! are UTF-8, else a list of numbers. Nothing is lost either way.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Either form.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Bytes {
    Text(String),
    Raw(Vec<u8>),
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Raw(bytes.to_vec()),
        }
    }
}

impl From<Bytes> for Vec<u8> {
    fn from(bytes: Bytes) -> Self {
        match bytes {
            Bytes::Text(text) => text.into_bytes(),
            Bytes::Raw(raw) => raw,
        }
    }
}

/// For `#[serde(with = …)]`.
pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    Bytes::from(bytes).serialize(to)
}

/// For `#[serde(with = …)]`.
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    Bytes::deserialize(from).map(Vec::from)
}

/// The same for a list of them.
pub mod list {
    use super::Bytes;
    use serde::{Deserialize as _, Deserializer, Serializer};

    /// For `#[serde(with = …)]`.
    pub fn serialize<S: Serializer>(list: &[Vec<u8>], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(list.iter().map(|bytes| Bytes::from(bytes.as_slice())))
    }

    /// For `#[serde(with = …)]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Vec<u8>>, D::Error> {
        Vec::<Bytes>::deserialize(from).map(|list| list.into_iter().map(Vec::from).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Name(#[serde(with = "super")] Vec<u8>);

    #[test]
    fn every_byte_comes_back() {
        for (bytes, written) in
            [(b"sleep".as_slice(), r#""sleep""#), (b"a\x1b\n", r#""a\u001b\n""#), (b"a\x80", "[97,128]")]
        {
            let name = Name(bytes.to_vec());
            assert_eq!(serde_json::to_string(&name).unwrap(), written);
            assert_eq!(serde_json::from_str::<Name>(written).unwrap(), name);
        }
        assert!(serde_json::from_str::<Name>("[256]").is_err());
    }
}
