package scenario;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A channel to the socket that a variable of the environment names, with the service config of the contract. */
record Connection(ManagedChannel channel, EventLoopGroup group) implements AutoCloseable {
    static Connection to(String variable) throws IOException {
        String text = Files.readString(Path.of(System.getenv("SANDKEEP_SERVICE_CONFIG")));
        Map<String, Object> config = new Gson().fromJson(text, new TypeToken<Map<String, Object>>() {}.getType());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(System.getenv(variable)))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(group)
                .overrideAuthority("localhost")
                .usePlaintext()
                .defaultServiceConfig(config)
                .enableRetry()
                .build();
        return new Connection(channel, group);
    }

    @Override
    public void close() throws InterruptedException {
        channel.shutdownNow();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
}
