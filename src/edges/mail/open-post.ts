import { createTransport } from 'nodemailer'

export type PostSettings = {
  /** `smtp://relay.example:587`, `smtps://…`, with a user name where the relay wants one. */
  readonly relay: string
  readonly password: string | undefined
  /** The address that notices come from. Nobody reads it. */
  readonly from: string
  /** Where the desk is opened. */
  readonly desk: string
}

export type Post = { readonly post: (to: string, id: string) => Promise<void>; readonly close: () => void }

const SUBJECT = 'Asylia'
/** The same for every notice: not who, what, how urgent or from where. */
const TEXT = [
  'Something waits for your office. Open the desk to see it.',
  'Có việc đang chờ văn phòng của bạn. Hãy mở bàn làm việc để xem.',
  'มีบางอย่างรอสำนักงานของคุณอยู่ โปรดเปิดโต๊ะทำงานเพื่อดู',
  'Quelque chose attend votre bureau. Ouvrez le poste de travail pour le voir.',
  'هناك ما ينتظر مكتبكم. افتحوا مكتب العمل للاطلاع عليه.',
]

/**
 * Sends notices without content to the duty addresses of offices, and nothing to anybody else. They have no return path and
 * say that a machine made them, so that neither a bounce nor an absence note starts a loop (RFC 3834 §4). guards T-20
 */
export function openPost({ relay, password, from, desk }: PostSettings): Post {
  const { hostname, port, protocol, username } = new URL(relay)
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
  const transport = createTransport({
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: Number(port === '' ? (protocol === 'smtps:' ? 465 : 587) : port),
    secure: protocol === 'smtps:',
    requireTLS: !isHere,
    ignoreTLS: isHere && protocol === 'smtp:',
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(username === '' || password === undefined ? {} : { auth: { user: decodeURIComponent(username), pass: password } }),
  })
  return {
    post: async (to, id) => {
      await transport.sendMail({
        from,
        to,
        // The null return path: what cannot be delivered comes back to nobody.
        envelope: { from: '', to },
        subject: SUBJECT,
        text: `${[...TEXT, desk].join('\n\n')}\n`,
        // The same each time it is tried, so that a second copy is known as one.
        messageId: `<${id}@${from.split('@').at(-1) ?? 'asylia.invalid'}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      })
    },
    close: () => transport.close(),
  }
}
