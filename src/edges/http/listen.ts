import type { FastifyInstance } from 'fastify'
import type { Config } from '#base/config.ts'
import { OperatorError } from '#base/operator-error.ts'

/** Listens, and answers the address; a port that is taken or not allowed is a sentence. */
export async function listenOn(app: FastifyInstance, listen: Config['listen']): Promise<string> {
  try {
    return await app.listen({ host: listen.host, port: listen.port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      throw new OperatorError(`Port ${listen.port} is taken by another program. Choose another one with --port, or stop that program.`)
    }
    if (code === 'EACCES') throw new OperatorError(`This user may not listen on port ${listen.port}. Choose one above 1023 with --port.`)
    if (code === 'EADDRNOTAVAIL') throw new OperatorError(`This machine does not have the address that ASYLIA_LISTEN names.`)
    throw error
  }
}
