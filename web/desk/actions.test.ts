import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closing } from './actions.ts'

test('what was kept closes its form, and not one that was opened meanwhile', async () => {
  const form: { value: string | null } = { value: 'law' }
  await closing(form, 'kept', async () => 'done')
  assert.equal(form.value, null)
  await closing(form, 'kept', async () => {
    form.value = 'new'
    return 'done'
  })
  assert.equal(form.value, 'new')
  assert.equal(await closing(form, 'kept', () => Promise.reject(new Error('no'))), null)
  assert.equal(form.value, 'new')
})
