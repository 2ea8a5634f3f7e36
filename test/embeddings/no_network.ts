// Preloaded: whoever looks up a name, opens a connection or fetches in this process or its threads ends it with 3.
import dns from 'node:dns';
import net from 'node:net';

const refuse = (): never => {
  process.stderr.write('the network was asked\n');
  process.exit(3);
};
net.Socket.prototype.connect = refuse;
dns.lookup = refuse as unknown as typeof dns.lookup;
globalThis.fetch = refuse;
