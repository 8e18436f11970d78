import type { CDPSession, Page } from 'playwright-core'

/** An authenticator inside Chromium: it has a secret of its own and a counter, and says yes for its owner. */
export type Authenticator = {
  readonly id: string
  /** Whether it answers; a second one of the same browser is silent meanwhile. */
  present(isThere: boolean): Promise<void>
  credentials(): Promise<{ credentialId: string; signCount: number; privateKey: string; rpId?: string; userHandle?: string }[]>
  /** The same passkey with another counter: what a copy of it would be. */
  rewind(to: number): Promise<void>
  remove(): Promise<void>
}

export async function anAuthenticator(page: Page, { hasPrf = true, verifies = true } = {}): Promise<Authenticator> {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      // Of the inner kind there is one a browser; each of these is a key of its own.
      transport: 'usb',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      hasPrf,
      automaticPresenceSimulation: true,
    },
  })
  const credentials = async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials
  return {
    id,
    present: async (isThere) => {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: isThere })
    },
    credentials,
    rewind: async (to) => {
      for (const credential of await credentials()) {
        await cdp.send('WebAuthn.removeCredential', { authenticatorId: id, credentialId: credential.credentialId })
        await cdp.send('WebAuthn.addCredential', { authenticatorId: id, credential: { ...credential, signCount: to } })
      }
    },
    remove: async () => {
      await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: id })
    },
  }
}
