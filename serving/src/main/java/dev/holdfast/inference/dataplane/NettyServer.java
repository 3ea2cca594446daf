package dev.holdfast.inference.dataplane;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One open port and the threads behind it. */
// Nobody waits for threads to end.
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyServer implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final int BACKLOG = 1024;

    private final MultiThreadIoEventLoopGroup loops;
    private final Channel listening;
    private final ChannelGroup connections;
    private final InFlight inFlight;

    private NettyServer(
            MultiThreadIoEventLoopGroup loops, Channel listening, ChannelGroup connections, InFlight inFlight) {
        this.loops = loops;
        this.listening = listening;
        this.connections = connections;
        this.inFlight = inFlight;
    }

    /**
     * Opens a port.
     *
     * @param address absent: all of the machine's
     * @param port 0: any that is free
     * @param threads 0: one for each processor
     */
    static NettyServer open(@Nullable InetAddress address, int port, int threads, Routes routes) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                threads > 0 ? threads : Runtime.getRuntime().availableProcessors(),
                new DefaultThreadFactory("grpc", true),
                handlers);
        ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        InFlight inFlight = new InFlight();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline().addLast(new ProtocolChooser(routes, inFlight));
                    }
                });
        try {
            InetSocketAddress at = address == null ? new InetSocketAddress(port) : new InetSocketAddress(address, port);
            Channel listening = bootstrap.bind(at).syncUninterruptibly().channel();
            return new NettyServer(loops, listening, connections, inFlight);
        } catch (Exception e) { // Netty throws what it failed with as it is, also where that is a checked exception
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Takes no more calls, lets those that run end, within a bound. */
    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(Drain.NOW));
        inFlight.awaitNone(DRAIN);
        connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
