import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A port that leads to the server and can be cut, as a server that goes away. */
export async function cuttable(url: string) {
  const target = new URL(url)
  const open = new Set<Socket>()
  let cut = false
  const server = createServer((client) => {
    if (cut) {
      client.destroy()
      return
    }
    const there = connect(Number(target.port), target.hostname)
    for (const socket of [client, there]) {
      open.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        there.destroy()
      })
    }
    client.pipe(there).pipe(client)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      cut = true
      for (const socket of open) socket.destroy()
    },
    mend() {
      cut = false
    },
    close() {
      cut = true
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
