// What `npm run package` makes of the built application. https://www.electron.build/configuration
/** Extensions that a double click opens with TCPulse. */
const CAPTURES = ['pcap', 'pcapng', 'cap'];

const associations = [
  ...CAPTURES.map((ext) => ({
    ext,
    name: 'Packet capture',
    description: 'Packet capture',
    mimeType: 'application/vnd.tcpdump.pcap',
    role: 'Viewer',
    rank: 'Alternate',
  })),
  {
    ext: 'tcpulse',
    name: 'TCPulse project',
    description: 'TCPulse project',
    mimeType: 'application/vnd.tcpulse.project+json',
    role: 'Editor',
    rank: 'Owner',
  },
  {
    ext: 'tcpulse-bundle',
    name: 'TCPulse bundle',
    description: 'TCPulse bundle',
    mimeType: 'application/vnd.tcpulse.bundle+gzip',
    role: 'Viewer',
    rank: 'Owner',
  },
];

export default {
  appId: 'io.tcpulse.workbench',
  productName: 'TCPulse',
  copyright: 'MIT licence',
  directories: { output: 'out/package', buildResources: 'resources/icons' },
  icon: 'resources/icons/icon.png',
  // The code that is kept beside the scripts is of the Node that built them, which Electron's V8 would not take.
  files: ['out/main/**', '!out/main/**/*.code', 'out/preload/**', 'out/renderer/**', 'resources/**', 'bin/tcpulse.js', 'package.json', 'LICENSE'],
  // Beside the archive, where a person can read them: written by bin/package.js. Electron's own lie there already.
  extraFiles: [{ from: 'out/licences.txt', to: 'LICENSES.packages.txt' }],
  asar: true,
  // A thread, processes of their own and native code are loaded from files of their own; out/main/package.json says that they are CommonJS, and
  // package.json what version the application is.
  asarUnpack: [
    'package.json',
    'out/main/package.json',
    'out/main/engine-worker.js',
    'out/main/engine.js',
    'out/main/built-script.js',
    'out/main/recorder.js',
    'out/main/cap-agent.js',
    'out/main/chunks/**',
    'resources/samples/**',
    'node_modules/cap/**',
  ],
  // Native code was built by npm, for the Node that the command line runs on; `cap` is optional.
  npmRebuild: false,
  nodeGypRebuild: false,
  publish: null,
  fileAssociations: associations,
  // https://www.electronjs.org/docs/latest/tutorial/fuses: the application runs its own code out of its own archive. It is its own children too: what
  // records a live capture is this program again, as Node (src/platform/live/cap-invocation.ts).
  electronFuses: {
    runAsNode: true,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Network',
    synopsis: 'Explains keep-alives, long-lived connections and listen queues from captures',
    maintainer: 'TCPulse <tcpulse@localhost>',
  },
  deb: { depends: ['libgtk-3-0', 'libnotify4', 'libnss3', 'libxss1', 'libxtst6', 'xdg-utils', 'libatspi2.0-0', 'libuuid1', 'libsecret-1-0'] },
  mac: { target: ['dmg'], category: 'public.app-category.developer-tools', hardenedRuntime: true },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
};
