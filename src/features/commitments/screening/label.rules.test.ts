import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canLabel } from './label.rules.ts'

test('a name typed as the place in the list is refused, in part, with more around it, and without its marks (R-CSP-08)', () => {
  for (const label of ['Đội Cảnh sát Số 7', 'doi canh sat so 7', 'Annex: Số 7, Đội Cảnh sát', 'canh sat', '...'])
    assert.deepEqual(canLabel(label, 'Đội Cảnh sát Số 7'), { ok: false, code: 'screening.label_is_name' }, label)
  assert.equal(canLabel('Line 3 of the annex', 'Đội Cảnh sát Số 7').ok, true)
  assert.equal(canLabel('Line 3 of the annex', '...').ok, true)
})
