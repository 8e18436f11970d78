// long: one list, so that every expected no is found in one place
/**
 * The whole list of expected "no". Whatever else is thrown is our own bug.
 * A sentence says what to do next; it holds no name, path or content.
 */
export const REFUSALS = {
  'record.not_found': { status: 404, says: 'There is nothing here under this address.' },
  'record.stale': { status: 409, says: 'Somebody changed this meanwhile. Load it again; your text is kept.' },
  'record.withdrawn': { status: 410, says: 'This record was withdrawn. The list of changes says when.' },
  'access.denied': { status: 403, says: 'This is not yours to do. An operator of this installation can.' },
  'part.not_here': { status: 404, says: 'This is not part of this version.' },
  'request.method': { status: 405, says: 'This address answers reading only.' },
  'request.malformed': { status: 400, says: 'The request could not be read. Check the address and try again.' },
  'request.too_large': { status: 413, says: 'The request is too large.' },
  'session.refused': { status: 401, says: 'The code or the words do not fit, or it took too long. Check both and try again.' },
  'session.ended': { status: 401, says: 'You were signed out. Sign in again; what you typed is kept.' },
  'session.keyless': { status: 403, says: 'You are signed in without a key and see codes only. Unlock with your words or a passkey.' },
  'device.refused': {
    status: 403,
    says: 'A colleague refused a new browser of this member. Talk to your team; a passkey still opens the desk.',
  },
  'passkey.refused': { status: 422, says: 'The passkey could not be checked, or it took too long. Nothing was stored; try again.' },
  'passkey.ran_back': {
    status: 403,
    says: 'This passkey answered out of order, so there may be a copy of it. It is halted and your team is told. Use your words.',
  },
  'passkey.enough': { status: 409, says: 'You have four passkeys. Take one away first.' },
  'outside.refused': { status: 401, says: 'The sign-in of your institution could not be checked. Try again, or use your words.' },
  'outside.unknown': { status: 403, says: 'No member is connected with this account. Unlock with your words and connect it first.' },
  'outside.away': { status: 503, says: 'Your institution does not answer. Use your words or a passkey.' },
  'invitation.unknown': {
    status: 404,
    says: 'This code opens nothing: it was used, has run out or is mistyped. Ask for a new one.',
  },
  'member.waiting': { status: 403, says: 'A colleague has to let you in first. Compare the fingerprint with them.' },
  'member.taken': { status: 409, says: 'This code or key is in use already. Make new ones and try again.' },
  'team.malformed': {
    status: 422,
    says: 'What is said of the team has not the form it should. A name has one script and looks like no other team.',
  },
  'team.taken': { status: 409, says: 'There is a team of this id already. Choose another one.' },
  'team.founded': { status: 409, says: 'This team has members. They invite the next one from their desk.' },
  'team.last_member': { status: 409, says: 'A team keeps at least one member and one anchor. Invite somebody first.' },
  'statement.refused': {
    status: 422,
    says: 'The signed statement does not fit: its words, its signer or its signature. Load the page again and repeat it.',
  },
  'statement.signed': { status: 409, says: 'You signed this already. Another anchor of the team signs it next.' },
  'epoch.not_next': { status: 409, says: 'Somebody made the next key meanwhile. Load it again.' },
  'epoch.in_use': { status: 409, says: 'The key in use is not destroyed. Make the next one first.' },
  'key.malformed': { status: 422, says: 'The sealed key has not the form or strength it should. Nothing was stored.' },
  'inbox.too_many_pages': { status: 409, says: 'The inbox has more pages than a team may keep. Work on what waits first.' },
  'report.taken': { status: 409, says: 'Your team took this in already, or the code is in use. Load the list again.' },
  'report.excluded': { status: 409, says: 'A team that is barred cannot take this in.' },
  'card.reason_needed': { status: 403, says: 'Say first why you open this. It is noted with your name.' },
  'briefing.unsourced': { status: 409, says: 'A sentence has no source. Give it one, or take it out; a draft may keep it, marked.' },
  'briefing.source_gone': {
    status: 409,
    says: 'A sentence stands on something that was withdrawn or taken away. Compose the briefing anew, or take the sentence out.',
  },
  'briefing.names_somebody': {
    status: 409,
    says: 'A name stands in the briefing that nobody agreed to have told there. Write the sentence without it.',
  },
  'briefing.letter_missing': {
    status: 422,
    says: 'A letter is in none of the shipped fonts, so it would print as an empty box. Write it in another way.',
  },
  'briefing.too_long': { status: 422, says: 'This does not fit on one page. Take sentences out, or choose the long form.' },
  'briefing.readers_differ': {
    status: 409,
    says: 'Somebody who reads the kept briefings does not read one of these cases. Keep this one with its own case, or ask for readers first.',
  },
  'consent.missing': { status: 409, says: 'Nobody agreed to this use. Ask the person first, and note what they said under Sharing.' },
  'consent.withdrawn': { status: 409, says: 'The person withdrew their consent to this use. It is not done, also not once more.' },
  'consent.expired': { status: 409, says: 'The consent to this use is over. Ask the person again, and note what they said under Sharing.' },
  'consent.malformed': {
    status: 422,
    says: 'A consent begins today or earlier and ends after it began. “Published” goes with what is public already.',
  },
  'consent.nobody': {
    status: 409,
    says: 'Nobody in this case has this code. Record the person first, then what they agreed to. Nothing was noted.',
  },
  'audit.no_head': { status: 409, says: 'Nothing of the ledger is signed yet. The first signature is made within the hour.' },
  'audit.not_signed': { status: 409, says: 'This line is younger than the newest signature. Its proof is there within the hour.' },
  'actor.circle': { status: 409, says: 'One of the two stands above the other already. Take that link away first.' },
  'act.determination_needed': {
    status: 422,
    says: 'Spyware is recorded with how it was established and how sure of it somebody is. Add both.',
  },
  'person.community_purpose': {
    status: 422,
    says: 'What others say of somebody is used for no statistics. Ask the person, or take that purpose away.',
  },
  'information.hedge_raised': {
    status: 422,
    says: 'A hedge is not raised by a correction. Record what the source says now as new information.',
  },
  'assessment.unscreened': {
    status: 409,
    says: 'The four questions of the definition need an answer and a reason each. Answer them first.',
  },
  'act.remedy_needed': {
    status: 422,
    says: 'A measure against money stands with what was used against it. Choose both; say so where nothing was, or nothing is open.',
  },
  'act.detail_unfit': { status: 422, says: 'This detail does not belong to this method. Take it off, or choose another method.' },
  'assessment.not_tnr': { status: 409, says: 'One of the four elements is missing: this is kept as related, not as verified.' },
  'assessment.same_person': { status: 403, says: 'Somebody else than whoever recorded this verifies it. Ask another verifier.' },
  'assessment.standard_needed': { status: 422, says: 'A verified finding names the standard of proof that it meets. Choose one.' },
  'case.member_unknown': { status: 422, says: 'This is no member of your team who reads the case. Choose somebody who does.' },
  'duty.member_unknown': { status: 422, says: 'On duty is somebody of your own team. Choose a colleague.' },
  'entry.date_unfit': { status: 422, says: 'The days do not fit how exact the date is said to be. Correct one of them.' },
  'entry.day_needed': { status: 422, says: 'Say until when somebody has to act. Without a day nobody is reminded.' },
  'entry.link_unfit': { status: 422, says: 'What led to this and how belong together. Choose both, or none.' },
  'entry.reason_code_needed': { status: 422, says: 'A refusal needs a reason code, and nothing else has one.' },
  'entry.unanswered': { status: 422, says: 'Nothing of this assessment is answered yet. Answer at least one ground, or leave it open.' },
  'entry.visit_unchecked': {
    status: 422,
    says: 'Before a visit is closed, say whether anybody suffered for it, and on which day somebody looks again.',
  },
  'entry.incident_unknown': { status: 422, says: 'This incident is not one of this case. Choose one that is.' },
  'entry.detention_unknown': {
    status: 422,
    says: 'This is no deprivation of liberty of this case. Choose an arrest or a detention of its chronology.',
  },
  'entry.detention_checked': { status: 422, says: 'The safeguards of this deprivation of liberty are checked already. Change that check.' },
  'entry.check_stands': { status: 422, says: 'A check of safeguards is about this entry. Take that check out first.' },
  'move.holds_more': {
    status: 409,
    says: 'Something is recorded in this case that cannot be brought over. Nothing was moved. Link the cases instead.',
  },
  'move.not_ready': {
    status: 409,
    says: 'Something is not sealed anew yet, or was changed meanwhile. Go on with the move; nothing is visible before its end.',
  },
  'move.tied': {
    status: 409,
    says: 'An act is against somebody who would stay behind, or a report is on its way to another team. Choose both, or wait for the answer.',
  },
  'move.too_late': { status: 409, says: 'This was done more than 30 days ago, or was taken back. It stays as it is.' },
  'move.under_way': { status: 409, says: 'Something of this case is being moved already. Finish that, or drop it.' },
  'task.gap_needed': { status: 422, says: 'Say what was missing. Nobody closes a need as impossible without it.' },
  'task.outcome_needed': { status: 422, says: 'Say how it ended; what is open has no outcome.' },
  'task.second_is_owner': { status: 422, says: 'The second officer is somebody else than the owner.' },
  'round.source_needed': { status: 422, says: 'Say where it stands, or that you were there. Nothing was held because it was announced.' },
  'round.absence_needed': { status: 422, says: 'Repression across borders was not raised. Say why.' },
  'round.absence_unfit': { status: 422, says: 'A reason for not raising it goes with “not raised” alone. Correct one of them.' },
  'round.level_needed': { status: 422, says: 'Who met has a level. Choose it, or say that the source does not tell.' },
  'round.answer_unfit': {
    status: 422,
    says: 'An answer comes from whoever was asked, after it was asked. Say to whom it went, or correct the day.',
  },
  'round.point_needed': {
    status: 422,
    says: 'This is a dialogue on security. Write down a point on repression across borders first, or say that it was not raised and why.',
  },
  'round.parliament_fixed': {
    status: 422,
    says: 'What stands does not become an act of a parliament: who is on its list agreed to something else. Record another one.',
  },
  'item.method_needed': { status: 422, says: 'A demand names what is to cease. Choose the kind of act.' },
  'item.provision_needed': { status: 422, says: 'A concern about a law names the law. Choose it.' },
  'item.empty': { status: 422, says: 'There is nothing in this point. Add a topic or a line.' },
  'delegate.protected': {
    status: 422,
    says: 'Only officials are named here. Note organisations by what they are, and those from inside a country as a number.',
  },
  'deliverable.measure_needed': {
    status: 422,
    says: 'What is agreed has an indicator and a day. Add both, or leave it proposed.',
  },
  'deliverable.basis_needed': { status: 422, says: 'A finding rests on an incident, or on a source. Name one.' },
  'consequence.out_of_order': { status: 422, says: 'A later step comes no earlier than those below it. Correct the days or the number.' },
  'consequence.day_needed': { status: 422, says: 'What is put off has a day that lies ahead, and nothing else has one. Correct the day.' },
  'consequence.not_due': { status: 422, says: 'Nothing has set this step off. Wait until it is due, or waive it with reasons.' },
  'legislation.assessment_missing': {
    status: 422,
    says: 'A review says of at least one provision what was found, be it no concern. Write it first.',
  },
  'source.day_ahead': { status: 422, says: 'Nobody has read or seen anything on a day that lies ahead. Correct the day.' },
  'raised.on_list': { status: 409, says: 'This person is on this list already, in this form.' },
  'raised.parliament_only': {
    status: 422,
    says: 'This is an act of a parliament. Only who agreed to parliaments or to the public is named in it; choose another way.',
  },
  'raised.day_needed': { status: 422, says: 'Say on which day it was raised: today or earlier, and for nothing else.' },
  'reply.day_unfit': { status: 422, says: 'A reply comes after the case was raised, and not after today. Correct the day.' },
  'finding.hedge_raised': {
    status: 422,
    says: 'The source hedges, and nothing new is cited. Keep its hedge, or cite what makes it firmer.',
  },
  'screening.label_is_name': {
    status: 422,
    says: 'The place in the list holds the name itself, which is not kept. Say the line of the list.',
  },
  'screening.vetting_hit': {
    status: 422,
    says: 'A unit or person of this project is on record. Refuse it, or take them out of the project.',
  },
  'screening.vetting_open': { status: 422, says: 'A name of this project needs a review. Let a colleague settle it first.' },
  'law.counsel_needed': { status: 403, says: 'A court asks. Counsel looks at it first.' },
  'law.finding_unfit': { status: 422, says: 'Signs of abuse and “none” do not go together. Correct one of them.' },
  'law.review_first': { status: 422, says: 'Nothing is given before somebody looked for abuse. Review the request first.' },
  'law.abuse_found': { status: 422, says: 'The review found abuse. Refuse the request.' },
  'law.safeguards_open': { status: 422, says: 'A safeguard is open. Have it answered, or refuse the request.' },
  'coalition.not_open': { status: 409, says: 'What is published stands as it was signed. Draw up another statement.' },
  'coalition.changed': { status: 409, says: 'There is another version since. Read it, and sign that one.' },
  'coalition.unsigned': {
    status: 422,
    says: 'An organisation that is named has not signed this version. Wait for it, or name it no more.',
  },
  'coalition.consent_ahead': { status: 422, says: 'Nobody has agreed on a day that lies ahead. Correct the day.' },
  'screening.reasons_missing': { status: 422, says: 'A decision has its reasons. Write them.' },
  'screening.review_missing': { status: 422, says: 'No answer is for ever. Name the day on which it is asked again.' },
  'screening.questions_open': {
    status: 422,
    says: 'Questions are open, or answered without anything they rest on. Answer them, or leave it open.',
  },
  'screening.red_flags': { status: 422, says: 'A red flag stands. Write conditions, refuse, or correct the answer.' },
  'screening.paragraph_missing': {
    status: 422,
    says: 'A digital project is tested against paragraph 50. Cite it among the paragraphs.',
  },
  'screening.criteria_open': {
    status: 422,
    says: 'A criterion of paragraph 50 is not judged, or passes on nothing. Say pass or fail for each, and what a pass rests on.',
  },
  'screening.criteria_failed': {
    status: 422,
    says: 'A criterion of paragraph 50 fails. Write conditions, or refuse.',
  },
  'exchange.not_screened': {
    status: 422,
    says: 'Nothing is exchanged under a project that nobody screened. Decide on the project first.',
  },
  'screening.conditions_missing': { status: 422, says: 'Conditions are written down. Write them.' },
  'screening.assessment_missing': {
    status: 422,
    says: 'Acts of this state against people abroad are on record in the last three years. Write an assessment before you clear it.',
  },
  'reply.coded': { status: 409, says: 'You coded this reply already. Ask a colleague to code it apart from you.' },
  'list.empty': { status: 409, says: 'Nobody is on this list. Put a case on it first.' },
  'list.consent_gone': {
    status: 409,
    says: 'Somebody on this list did not agree to this use, or does no longer. Take them off it first; nothing left the desk.',
  },
  'list.taken_off': {
    status: 409,
    says: 'Somebody was taken off this list after it was frozen. Freeze the next version; nothing left the desk.',
  },
  'list.older': { status: 409, says: 'There is a newer version of this list. Take that one; nothing left the desk.' },
  'import.done_before': { status: 409, says: 'This row was imported before. Nothing was written twice.' },
  'request.cross_site': { status: 403, says: 'This came from a page of another site. Open the address of this one and try again.' },
  'intake.malformed': { status: 400, says: 'This is no sealed report. Nothing was stored; load the page again.' },
  'intake.wrong_length': { status: 413, says: 'A sealed report has one of four lengths, this has none of them. Nothing was stored.' },
  'intake.media_type': { status: 415, says: 'Send the sealed bytes as they are, as application/octet-stream. Nothing was stored.' },
  'intake.puzzle_needed': { status: 428, says: 'We are under load. Solve the puzzle and send the same again; nothing was stored.' },
  'intake.shedding': { status: 503, says: 'We are under load and take short texts first. Send the same again later; nothing was stored.' },
  'intake.full': { status: 507, says: 'We cannot take it now; nothing is stored. Send the same again later.' },
  'files.other': { status: 409, says: 'This file was begun with another size or key. Nothing was stored.' },
  'files.wrong_length': { status: 413, says: 'This piece has not the one length that its place has. Nothing was stored.' },
  'corridor.malformed': { status: 422, says: 'The corridor file does not have the form it should. Nothing was loaded.' },
  'corridor.broken_reference': { status: 422, says: 'The corridor file names a record that it does not hold. Nothing was loaded.' },
  'corridor.protected_id': { status: 422, says: 'The corridor file carries an id of a protected record. Nothing was loaded.' },
  'citation.mismatch': {
    status: 409,
    says: 'A quotation does not stand in its document as cited. Correct the citation or withdraw the record.',
  },
  'document.not_a_file': { status: 422, says: 'This is not an ordinary file. Name a file, not a folder, device or pipe.' },
  'document.outside_folder': { status: 403, says: 'This file stands outside the folder that was opened. Move it there first.' },
  'document.unreadable': { status: 404, says: 'The file cannot be opened. Check its name and who may read it.' },
  'document.changed_while_read': {
    status: 409,
    says: 'The file changed while it was read. Wait until it is written, then import it again.',
  },
  'document.too_large': { status: 413, says: 'The file is larger than the limit. Split it, or raise the limit with --limit-mb.' },
  'document.empty': { status: 422, says: 'The file holds no text.' },
  'document.kind_unknown': { status: 422, says: 'This is no text, Markdown, HTML, PDF or DOCX. Save it as one of these.' },
  'document.not_utf8': {
    status: 422,
    says: 'The text is not UTF-8. Save it as UTF-8, or name its encoding with --encoding windows-1258 or windows-1252.',
  },
  'document.malformed': { status: 422, says: 'The file is damaged or cut off. Ask for it again.' },
  'document.encrypted': { status: 422, says: 'The file is protected by a password. Save it without one.' },
  'document.no_text_layer': {
    status: 422,
    says: 'The file holds pictures of pages and no text layer. Nothing was read; recognise its text first.',
  },
  'document.inflates': { status: 422, says: 'The file unpacks to far more than it should. It was not read.' },
  'document.too_slow': { status: 422, says: 'Reading the file took longer than allowed and was stopped. Split it.' },
  'document.too_heavy': { status: 422, says: 'Reading the file took more memory than allowed and was stopped. Split it.' },
  'document.too_many_paragraphs': { status: 413, says: 'The text has more paragraphs than a document may have. Split it.' },
  'document.facts_malformed': {
    status: 422,
    says: 'What is said of the document has not the form it should: publisher, address or "source unknown", and the day of retrieval as 2031-04-02.',
  },
  'document.sealed_not_yet': { status: 422, says: 'Sealed evidence does not exist yet. Only public documents come in: say --public.' },
  'document.hash_unknown': { status: 422, says: 'No document with this hash is known. Register the document first.' },
  'document.text_differs': { status: 422, says: 'The text does not read to the paragraphs recorded for its hash. Nothing was stored.' },
  'operator.unknown': { status: 404, says: 'Nobody of this name is enrolled here. Add --enrol once to enrol them.' },
  'reviewer.unknown': { status: 404, says: 'No member of a desk has this code. Ask them for it; it stands under Team.' },
  'proposal.decided': { status: 409, says: 'Somebody decided this proposal meanwhile. Their decision is shown; nothing was overwritten.' },
  'proposal.hedge_upgraded': {
    status: 422,
    says: 'The wording of a source is never made stronger. Choose the same hedge or a weaker one.',
  },
  'proposal.value_malformed': { status: 422, says: 'The value does not have the form that its kind needs. Correct it and accept again.' },
  'proposal.incomplete': { status: 422, says: 'A record of this kind needs more than the proposal holds. Edit it and add what is named.' },
  'proposal.not_open': { status: 409, says: 'This proposal is decided already. Undo that decision first.' },
  'proposal.not_told': {
    status: 422,
    says: 'The source denies this, fears it or asks about it. Only what a source tells may become an incident.',
  },
  'proposal.not_mergeable': {
    status: 422,
    says: 'This cannot be joined with that record. Choose a record of the same kind, or accept it as a new one.',
  },
  'release.malformed': { status: 422, says: 'The release file does not have the form it should. Nothing was built.' },
  'release.quotation_mismatch': { status: 422, says: 'A quotation of the release does not match its held text. Nothing was built.' },
  'role.needed': { status: 403, says: 'This needs another role in your team. A steward can propose it for you.' },
  'role.last_steward': { status: 409, says: 'A team keeps at least one steward. Make somebody else one first.' },
  'approval.needed': {
    status: 409,
    says: 'This needs the yes of a second person. Propose it; a colleague approves it on their own device.',
  },
  'approval.decided': { status: 409, says: 'Somebody decided this already, or it was withdrawn. Load it again.' },
  'approval.same_person': { status: 403, says: 'Both approvals come from one person. Ask another member.' },
  'approval.same_device': { status: 403, says: 'Both approvals come from one device. The second member approves on another one.' },
  'approval.other_payload': { status: 409, says: 'This changed after it was approved. Propose it again and have it approved anew.' },
  'approval.stale': { status: 409, says: 'The approval is older than a day. Propose it again.' },
  'approval.too_new': { status: 403, says: 'One of the two accounts is younger than seven days. Ask a member who is here longer.' },
  'glass.unreviewed': {
    status: 409,
    says: 'You opened a case by break-glass and nobody has reviewed it yet. Ask an auditor or a steward; until then there is no second time.',
  },
  'glass.held': {
    status: 403,
    says: 'What you opened by break-glass was not reviewed within five days. An auditor or a steward of your team reviews it; then you can go on.',
  },
  'transfer.malformed': { status: 422, says: 'The transfer does not have the form it should. Nothing was shared.' },
  'transfer.blocked': { status: 403, says: 'This team may not read this. Nobody can change that.' },
  'transfer.exclusions_changed': { status: 409, says: 'The reporter excluded more since this was proposed. Look again and propose anew.' },
  'transfer.not_members': { status: 403, says: 'Somebody who signed is no member of the team any more. Propose it again.' },
  'transfer.open': { status: 409, says: 'This is on its way to that team already. Undo that first.' },
  'transfer.unsigned': { status: 403, says: 'Two members have to sign the same transfer. A signature is missing or does not hold.' },
  'transfer.key_changed': { status: 409, says: 'The other team has a new key. Propose it again for that key.' },
  'transfer.ended': { status: 409, says: 'The time of this transfer is over. Propose it again if it is still needed.' },
  'transfer.held': { status: 409, says: 'This waits ten minutes after its approval and can be undone meanwhile.' },
  'alert.barred': { status: 403, says: 'This office may not have it. Nobody can change that; take it off the list.' },
  'alert.no_consent': {
    status: 409,
    says: 'Somebody of whom this speaks did not agree that this office learns of them. Take the office off, or ask the person first.',
  },
  'plan.closed': {
    status: 409,
    says: 'The plan is closed for this office now: its alert is over, taken back or refused, the office is barred, or somebody in the case does not agree to it.',
  },
  'alert.clock_unfit': {
    status: 422,
    says: 'An alert asks for an answer by a time that lies ahead, and ends after it, within fourteen days. Correct one of them.',
  },
  'alert.nobody_known': { status: 422, says: 'Without a case nobody can be named. Draw the alert up from the case of the person.' },
  'alert.nobody_named': { status: 422, says: 'Words from a case speak of somebody. Say of whom, so that their consent can be asked.' },
  'alert.marking_too_open': { status: 422, says: 'What speaks of a person goes to the named offices alone: RED or AMBER+STRICT.' },
  'alert.names_unsaid': {
    status: 422,
    says: 'Words outside of a case name nobody, or whoever they name agreed. Say which; the second member says the same.',
  },
  'police.needs_dpo': {
    status: 403,
    says: 'Before police learns of anybody, a data protection officer of the team says one of the two yes. Ask them.',
  },
  'alert.too_many': { status: 409, says: 'This was answered as often as one version can be. Write to the sender by another way.' },
  'alert.office_left_out': {
    status: 409,
    says: 'An office that has the earlier version is missing. An update goes to everybody who has it.',
  },
  'alert.not_so': { status: 409, says: 'This does not follow from where the alert stands now. Load it again.' },
  'alert.reason_needed': { status: 422, says: 'Whoever does not take it on says why, and nothing else has a reason. Choose one.' },
  'node.address_refused': {
    status: 422,
    says: 'This installation is called by https at a public address alone. Nothing was sent.',
  },
  'node.malformed': { status: 400, says: 'This is no message of a node, or a damaged one. Nothing was taken.' },
  'node.unknown_signer': { status: 403, says: 'Nobody whom this installation was introduced to signed this. Nothing was taken.' },
  'node.revoked': {
    status: 403,
    says: 'The exchange with this installation was ended. Its operator can introduce it anew, with new keys.',
  },
  'node.flooded': { status: 429, says: 'Too much came in too short a time. Send the same again later; nothing was taken.' },
  'node.clock_wild': {
    status: 409,
    says: 'The clock of that installation is wrong by more than a quarter of an hour. Set it right there.',
  },
  'node.sequence_ahead': { status: 409, says: 'A message is missing before this one. It is asked for again; nothing was taken.' },
  'node.forked': { status: 409, says: 'Two different messages bear one number. Nothing is exchanged until somebody has found out why.' },
  'node.item_gone': { status: 410, says: 'This was withdrawn, excluded or deleted, and never comes back.' },
  'node.marking_lowered': { status: 409, says: 'A marking is never lowered once something was shared. The stricter one stays.' },
  'node.older_version': { status: 409, says: 'A newer version is here already. Nothing was changed.' },
  'node.extracts_closed': { status: 403, says: 'Coded extracts are closed between installations for now. Nothing was taken.' },
  'node.not_theirs': { status: 403, says: 'This belongs to somebody else than whoever sent it. Nothing was changed.' },
  'node.no_such_office': { status: 404, says: 'There is no office of this name here. Nothing was delivered.' },
  'node.no_such_team': { status: 404, says: 'The list of keys of that installation does not name this team. Nothing was delivered.' },
  'node.alias_taken': {
    status: 409,
    says: 'An office of that installation has no name of its own here: a team bears it. Nothing goes there.',
  },
  'node.roster_refused': { status: 409, says: 'The list of keys of that installation does not hold. The one before stays.' },
  'node.fingerprint_differs': {
    status: 422,
    says: 'The fingerprint is not the one of this card. Read it aloud once more; if it still differs, somebody stands between you.',
  },
  'node.card_malformed': { status: 422, says: 'This is no card of an installation, or a damaged one. Ask for it again.' },
  'node.known': { status: 409, says: 'This installation, or this name, is known already. End the exchange with it first.' },
  'node.nothing_to_resume': { status: 409, says: 'Nothing stands still with this installation. There is nothing to resume.' },
  'node.resume_there_first': {
    status: 409,
    says: 'The other installation came back from an older backup and has to resume first. Call them; then try again.',
  },
  'recovery.one_custodian': { status: 403, says: 'Two different custodians of this key have to ask. Wait for the second.' },
  'recovery.none': { status: 409, says: 'This team has no custodians, so nothing can be recovered for it.' },
  'recovery.not_next': { status: 409, says: 'Somebody set up the recovery meanwhile. Load it again.' },
  'recovery.waiting': { status: 409, says: 'A recovery waits 72 hours after the second custodian asked.' },
  'ledger.rolled_back': {
    status: 409,
    says: 'The ledger is shorter than what was signed. Nothing more is signed; run ./asylia verify and keep this database as it is.',
  },
  'ledger.rewritten': {
    status: 409,
    says: 'The ledger no longer begins with what was signed. Nothing more is signed; run ./asylia verify and keep this database as it is.',
  },
  'ledger.empty': { status: 404, says: 'The ledger has no signed checkpoint yet. Wait for its first entry and try again.' },
  'ledger.bundle_malformed': { status: 422, says: 'This file is not an exported ledger. Ask for it again.' },
} as const satisfies Record<string, { status: number; says: string }>

export type RefusalCode = keyof typeof REFUSALS

/** An expected "no". `detail` holds ids and codes only, never content. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly status: number
  readonly detail: string | undefined

  constructor(code: RefusalCode, detail?: string) {
    super(REFUSALS[code].says + (detail === undefined ? '' : ` (${detail})`))
    this.name = 'Refusal'
    this.code = code
    this.status = REFUSALS[code].status
    this.detail = detail
  }
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly code: RefusalCode; readonly detail?: string }

export const yes: Verdict = { ok: true }

export function no(code: RefusalCode, detail?: string): Verdict {
  return detail === undefined ? { ok: false, code } : { ok: false, code, detail }
}

/** Turns a "no" into a thrown Refusal; a "yes" passes silently. */
export function demand(verdict: Verdict): void {
  if (!verdict.ok) throw new Refusal(verdict.code, verdict.detail)
}
