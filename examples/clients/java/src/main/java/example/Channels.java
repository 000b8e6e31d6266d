package example;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A channel to the daemon's Unix socket. */
final class Channels {
    private static final String DEFAULT_SOCKET = "/run/sandkeep/sandkeep.sock";
    private static final Path SERVICE_CONFIG = Path.of("../../../proto/sandkeep/v1/service_config.json");

    private Channels() {}

    /** Needs no daemon yet: the service config makes every call wait for one, and sends again what is safe. */
    static ManagedChannel open(EventLoopGroup group) throws IOException {
        String socket = System.getenv().getOrDefault("SANDKEEP_SOCKET", DEFAULT_SOCKET);
        Map<String, Object> config =
                new Gson().fromJson(Files.readString(SERVICE_CONFIG), new TypeToken<Map<String, Object>>() {}.getType());
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(group)
                // The path of a Unix socket is no host name.
                .overrideAuthority("localhost")
                .usePlaintext()
                .defaultServiceConfig(config)
                .enableRetry()
                .build();
    }
}
