import assert from 'node:assert/strict'
import { test } from 'node:test'
import Fastify from 'fastify'
import { OperatorError } from '#base/operator-error.ts'
import { listenOn } from './listen.ts'

test('a port that is taken is a sentence with what mends it', async () => {
  const first = Fastify()
  const address = await listenOn(first, { host: '127.0.0.1', port: 0 })
  const port = Number(new URL(address).port)
  const second = Fastify()
  await assert.rejects(
    listenOn(second, { host: '127.0.0.1', port }),
    (error) => error instanceof OperatorError && error.message.includes(`Port ${port}`) && error.message.includes('--port'),
  )
  await first.close()
  assert.equal(await listenOn(second, { host: '127.0.0.1', port }), address)
  await second.close()
})

test('an address of another machine is refused in words', async () => {
  await assert.rejects(listenOn(Fastify(), { host: '192.0.2.1', port: 0 }), OperatorError)
})
