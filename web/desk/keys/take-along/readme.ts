/** What lies in the archive and how it is read without Asylia: plain text, in English, as the tools are. */
export const README = `What your team owns, taken along from Asylia.

tables/NAME.jsonl   one row a line, as the database holds it; bytes are base64. Names, stories and reasons are in none of
                    them: they are age files in the column "blob" of asylia.card and in "age_file" of the tables keys.*.
keys/member.age     your own key, sealed to your twelve words (scrypt). Any age opens it:  age -d keys/member.age
                    Inside stand 4 bytes of length, then JSON; its "seed" is base64url of 32 bytes.
ledger/head.json    the signed state of the ledger (C2SP checkpoint) when this was made.
ledger/proofs.jsonl for each line of base.ledger_entry that was asked: its canonical bytes and the path to that state (RFC 6962).

How to read it
1. Your seed is an identity of age (post-quantum hybrid, mlkem768x25519): AGE-SECRET-KEY-PQ-1 in Bech32.
2. keys.case_wrap holds for each room (compartment_id) an age file to you. Inside stands JSON whose "seed" is the key of
   the case. keys.case_ring holds older keys of the case, each sealed to its newest.
3. asylia.card holds for each record age files to the key of its case. Inside stand 4 bytes of length, then JSON: the case,
   the record, the kind, and "content".
tools/read-take-along.ts in the source of Asylia does these steps with Node alone and none of its other code.
`
